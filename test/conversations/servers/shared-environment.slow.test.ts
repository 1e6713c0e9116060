import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FakeMessage } from "../../../demo/teams/connector/index.ts";
import { aProject } from "../../adapters/store/suite/projects.ts";
import { readable } from "../../support/chat.ts";
import { SPEC, startServerSite, type ServerSite } from "../../support/server-site.ts";

const SECRET = "correct-horse-battery-staple";

describe("server create with another one's variables", () => {
  let site: ServerSite;
  beforeEach(async () => {
    site = await startServerSite();
    const { store } = site.chat.app.parts;
    await store.transaction(async (tx) => {
      const { teamId } = site;
      const shop = await tx.projects.create(aProject(teamId, { name: "my shop" }));
      await tx.projects.create(aProject(teamId, { name: "bare" }));
      const { id } = await tx.environments.create({ teamId, variables: { DB_URL: SECRET, PORT: "8080" } });
      await tx.projects.setEnvironment(shop?.id ?? "", "", id);
    });
  });
  afterEach(() => site.close());

  const order = (more = "", name = "web-1"): string =>
    `server create ${name} cloud=do-main port=${String(site.host.port)} ${SPEC} ${more}`;
  const OF_SHOP = 'env=project:"my shop"';
  const ask = (text: string, who = site.chat.mira) => site.chat.ask(who, text);
  const environmentOf = async (name: string): Promise<string> =>
    (await site.server(name))?.environmentId ?? "";
  const environmentOfShop = async (): Promise<string> =>
    (await site.read((reads) => reads.projects.findByName(site.teamId, "my shop")))?.environmentId ?? "";
  const isOnline = (name: string) => async (): Promise<boolean> =>
    (await site.server(name))?.status === "online";
  const profile = (): Promise<string> =>
    readFile(path.join(site.host.home, ".profile"), "utf8").catch(() => "");
  const chosen = (more: object) => ({
    ...{ name: "web-1", region: "fra1", size: "s-1vcpu-1gb", image: "debian-12-x64", count: "1" },
    ...{ keys: "team:deploys", user: "", port: String(site.host.port), ...more },
  });
  /** The question anew, which an answer to a stale press is. */
  const askedAnew = (before: FakeMessage): Promise<FakeMessage> =>
    site.chat.teams.world.waitFor(() =>
      site.chat.channel.threads
        .flatMap((root) => [root, ...root.replies])
        .find((one) => one.id !== before.id && readable(one).includes("Make a server")),
    );

  it("names them before, keeps them with the server, and writes them there", async () => {
    const { message, text } = await ask(order(OF_SHOP));
    assert.match(text, /Variables\nshared with project my shop: DB\\?_URL, PORT/);
    assert.ok(!text.includes(SECRET));

    assert.match(await site.press(site.chat.mira, message, "Create"), /✅ Making server \*\*web-1\*\*/);

    assert.equal(await environmentOf("web-1"), await environmentOfShop());
    await site.pass(isOnline("web-1"));
    await site.pass(async () => (await profile()).includes(SECRET));
    const { id = "" } = (await site.server("web-1")) ?? {};
    const events = await site.read((reads) => reads.events.listByEntity("server", id, { limit: 50 }));
    assert.equal(events.at(-1)?.data["variables"], "project my shop");
    assert.ok(!JSON.stringify(events).includes(SECRET));
  });

  it("writes on all that share them what one of them changes", async () => {
    await site.confirm(order(OF_SHOP), "Create");
    await site.confirm(order("env=SERVER:WEB-1", "web-2"), "Create");
    await site.pass(isOnline("web-1"));
    await site.pass(isOnline("web-2"));
    await site.leap(1_000);
    const written = async (): Promise<readonly number[]> =>
      Promise.all(
        ["web-1", "web-2"].map(async (name) => {
          const verbs = await site.verbs(name);
          return verbs.filter((verb) => verb === "environment_written").length;
        }),
      );
    const [one = 0, two = 0] = await written();

    const { message } = await site.chat.ask(
      site.chat.mira,
      'env set project:"my shop" LATER',
      site.chat.teams.personalChat(site.chat.mira),
    );
    const saved = await site.press(site.chat.mira, message, "Save", { secretValue: "but-there" });

    assert.match(saved, /[Aa]lso used by server \*\*web-1\*\* and server \*\*web-2\*\*/);
    await site.pass(async () => {
      const [first = 0, second = 0] = await written();
      return first > one && second > two;
    });
    assert.match(await profile(), /but-there/);
  });

  it("is offered on the form, among what has variables", async () => {
    await site.confirm(order(OF_SHOP), "Create");
    const { message, text } = await ask("server create web-2");
    assert.match(text, /Its own, none yet/);
    assert.match(
      text,
      /the same as server web-1 \(2 variables\)[^]*the same as project my shop \(2 variables\)/,
    );
    assert.doesNotMatch(text, /bare/);

    const picked = chosen({ name: "web-2", env: "server:web-1" });
    const asked = await site.press(site.chat.mira, message, "Review", picked);
    assert.match(asked, /Variables\nshared with server web-1: DB\\?_URL, PORT/);
    await site.press(site.chat.mira, message, "Create");

    assert.equal(await environmentOf("web-2"), await environmentOfShop());
  });

  it("of the form's default are its own, which it has none of", async () => {
    const { message } = await ask(`server create web-1 ${OF_SHOP}`);
    assert.match(JSON.stringify(message.card), /"value":"project:\\"my shop\\""/);

    const asked = await site.press(site.chat.mira, message, "Review", chosen({ env: "own" }));
    assert.doesNotMatch(asked, /Variables/);
    await site.press(site.chat.mira, message, "Create");

    assert.equal((await site.server("web-1"))?.environmentId, "");
  });

  it("keeps what was said of them while the cloud is chosen", async () => {
    await site.addCloud("do-other");
    const { message } = await ask(`server create web-1 ${OF_SHOP}`);

    await site.press(site.chat.mira, message, "Next", { cloud: "do-other" });
    const asked = await site.press(site.chat.mira, message, "Review", chosen({ env: OF_SHOP.slice(4) }));

    assert.match(asked, /cloud \*\*do-other\*\*[^]*shared with project my shop/);
  });

  it("is there for hosts that are there already, too", async () => {
    await site.addHosts();
    const host = `server create db-1 cloud=hosts address=127.0.0.1 port=${String(site.host.port)} user=deploy keys=team:deploys`;
    const { text } = await ask("server create db-1 cloud=hosts");
    assert.match(text, /the same as project my shop/);

    await site.confirm(`${host} ${OF_SHOP}`, "Create");

    assert.equal(await environmentOf("db-1"), await environmentOfShop());
  });

  it("says what is wrong, and what may be meant", async () => {
    await site.confirm(order(), "Create");
    const said = (env: string): Promise<string> => site.say(order(`env=${env}`, "web-2"));

    assert.match(await said("server:web-11"), /no server "web-11"\. Did you mean `server:web-1`/);
    assert.match(await said("project:nope"), /no project "nope"\. Check the spelling/);
    assert.match(await said("server:web-1"), /Server \*\*web-1\*\* has no variables of its own yet/);
    assert.match(await said("project:bare"), /Project \*\*bare\*\* has no variables of its own yet/);
    for (const wrong of ["shop", "team", "cloud:do-main", "server:"])
      assert.match(await said(wrong), /can't use that for the variables.*`env=server:web-1`/);
    assert.match(await site.say("server create web-2 env=project:nope"), /no project "nope"/);
  });

  it("needs env.read, and offers nothing to others", async () => {
    await site.join(site.chat.jon, ["server.create"]);
    const refused = /may not run `server create` in team Platform: it needs `env\.read`/;

    assert.match(await site.say(order(OF_SHOP), site.chat.jon), refused);
    assert.match(await site.say(`server create web-1 ${OF_SHOP}`, site.chat.jon), refused);
    assert.match(await site.say(order("env=project:nope"), site.chat.jon), refused);
    const { message, text } = await ask("server create web-1", site.chat.jon);
    assert.doesNotMatch(text, /my shop|Its own/);
    const sent = await site.press(site.chat.jon, message, "Review", chosen({ env: 'project:"my shop"' }));

    assert.match(sent, /it needs env\.read/);
  });

  it("is asked anew when they became others between question and press", async () => {
    const { message } = await ask(order(OF_SHOP));
    await site.chat.app.parts.store.transaction(async (tx) => {
      const shop = await tx.projects.findByName(site.teamId, "my shop");
      const { id } = await tx.environments.create({ teamId: site.teamId, variables: { OTHER: "1" } });
      await tx.projects.setEnvironment(shop?.id ?? "", shop?.environmentId ?? "", id);
    });

    await site.press(site.chat.mira, message, "Create");
    const again = await askedAnew(message);
    assert.match(readable(again), /shared with project my shop: OTHER/);
    assert.equal(await site.server("web-1"), undefined);
    await site.press(site.chat.mira, again, "Create");

    assert.equal(await environmentOf("web-1"), await environmentOfShop());
  });

  it("ends when the server parts", async () => {
    await site.confirm(order(OF_SHOP), "Create");

    assert.match(await site.say("env part server:web-1"), /✅ Server \*\*web-1\*\*/);

    assert.notEqual(await environmentOf("web-1"), await environmentOfShop());
    const own = await environmentOf("web-1");
    const variables = await site.read((reads) => reads.environments.findVariables(own));
    assert.deepEqual(variables, { DB_URL: SECRET, PORT: "8080" });
  });
});
