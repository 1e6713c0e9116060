import assert from "node:assert/strict";
import type { CloudTrouble } from "../../../demo/clouds/http/faults.ts";
import { SPEC, startServerSite, type ServerSite } from "../../support/server-site.ts";

const CREATE = /^POST \/v2\/droplets$/;

describe("server create", () => {
  let site: ServerSite;
  beforeEach(async () => {
    site = await startServerSite();
  });
  afterEach(() => site.close());

  const order = (name = "web-1", more = ""): string =>
    `server create ${name} cloud=do-main port=${String(site.host.port)} ${SPEC} ${more}`;
  const isOnline = async (name: string): Promise<boolean> => (await site.server(name))?.status === "online";
  const hasFailed = async (name: string): Promise<boolean> => (await site.server(name))?.status === "failed";

  it("makes a server after an overview, and shows how far it is in one card", async () => {
    const { message, text } = await site.chat.ask(site.chat.mira, order());
    for (const fact of [
      /Make a server for team \*\*Platform\*\* in cloud \*\*do-main\*\* \(DigitalOcean\): \*\*web-1\*\*\?/,
      /Size\ns-1vcpu-1gb: 1 CPU, 1 GB memory, 25 GB disk/,
      /Price\n\$6\.00 a month, as DigitalOcean lists it/,
      /Key pairs\ndeploys \(team\)/,
      /Region\nfra1/,
    ])
      assert.match(text, fact);
    assert.equal(await site.server("web-1"), undefined);

    const done = await site.press(site.chat.mira, message, "Create");

    assert.match(done, /✅ Making server \*\*web-1\*\* for team \*\*Platform\*\*/);
    await site.pass(() => isOnline("web-1"));
    await site.reads(/Server web-1\nTeam Platform · cloud do-main\n\*\*web-1\*\* · 🟢 Online/);
    const server = await site.server("web-1");
    assert.equal(server?.hostKeyFingerprint, site.host.hostKey);
    assert.equal(server.providerId, String(site.digitalOcean.droplets()[0]?.id));
    assert.equal(site.cards().length, 1, "one card, in place");
    assert.ok(site.cards()[0]?.includes(`Host key ${site.host.hostKey}`));
    assert.equal(site.digitalOcean.droplets().length, 1);
    assert.deepEqual((await site.verbs("web-1")).slice(0, 3), ["created", "provisioning", "provisioned"]);
  });

  it("asks on a card for what is left open, and confirms what was chosen there", async () => {
    const { message, text } = await site.chat.ask(site.chat.mira, "server create web");
    assert.match(text, /Team \*\*Platform\*\* · cloud \*\*do-main\*\* \(DigitalOcean\)/);
    assert.match(text, /s-1vcpu-1gb: 1 CPU, 1 GB memory, 25 GB disk, \$6\.00 a month/);
    assert.match(text, /deploys \(the team's\)/);
    const chosen = {
      ...{ name: "web", region: "fra1", size: "s-1vcpu-1gb", image: "debian-12-x64" },
      ...{ count: "2", keys: "team:deploys", user: "", port: String(site.host.port) },
    };

    const asked = await site.press(site.chat.mira, message, "Review", chosen);
    assert.match(asked, /Make 2 servers .*: \*\*web-1\*\*, \*\*web-2\*\*\?/);
    assert.match(asked, /\$6\.00 a month each, \$12\.00 a month together/);
    await site.press(site.chat.mira, message, "Create");

    await site.pass(async () => (await isOnline("web-1")) && (await isOnline("web-2")));
    await site.reads(/2 servers, 2 online/);
    assert.equal(site.cards().length, 1);
    assert.equal(site.digitalOcean.droplets().length, 2);
  });

  it("lets choose the cloud first where there are several, and shows another region's sizes", async () => {
    await site.addCloud("do-other");
    const { message, text } = await site.chat.ask(site.chat.mira, "server create");
    assert.match(text, /do-main[^]*do-other/);
    assert.doesNotMatch(text, /s-1vcpu-1gb/);

    const form = await site.press(site.chat.mira, message, "Next", { cloud: "do-other" });
    assert.match(form, /cloud \*\*do-other\*\*/);
    const again = await site.press(site.chat.mira, message, "Show sizes of the region", { region: "nyc3" });

    assert.match(again, /s-1vcpu-1gb/);
  });

  it("refuses a form that lacks something, and keeps the card", async () => {
    const { message } = await site.chat.ask(site.chat.mira, "server create web");
    const chosen = { name: "web", region: "fra1", size: "", image: "debian-12-x64", keys: "team:deploys" };

    const refused = await site.press(site.chat.mira, message, "Review", chosen);
    assert.match(refused, /The size is missing/);
    const asked = await site.press(site.chat.mira, message, "Review", { ...chosen, size: "s-1vcpu-1gb" });

    assert.match(asked, /Make a server/);
  });

  it("is confirmed by who asked, once", async () => {
    const { message } = await site.chat.ask(site.chat.mira, order());

    assert.match(await site.press(site.chat.jon, message, "Create"), /Only the person who ran the command/);
    const presses = await Promise.all([
      site.press(site.chat.mira, message, "Create"),
      site.press(site.chat.mira, message, "Create"),
    ]);

    assert.equal(presses.filter((text) => text.includes("✅ Making")).length, 1);
    await site.pass(() => isOnline("web-1"));
    assert.equal(site.digitalOcean.droplets().length, 1);
  });

  it("is asked anew when the name was taken meanwhile, and refused where it is the only one meant", async () => {
    const { message } = await site.chat.ask(site.chat.mira, order("web", "count=2"));
    await site.confirm(order("web-1"), "Create");

    const again = await site.press(site.chat.mira, message, "Create");

    assert.match(again, /Make 2 servers .*web-2.*web-3/);
    assert.match(await site.say(order("WEB-1")), /Team Platform has a server \*\*WEB-1\*\* already/);
  });

  it("is worth nothing after ten minutes", async () => {
    const { message } = await site.chat.ask(site.chat.mira, order());
    await site.leap(11 * 60_000);

    assert.match(await site.press(site.chat.mira, message, "Create"), /has expired or was used/);
    assert.equal(await site.server("web-1"), undefined);
  });

  it("suggests what may be meant, before anything is made", async () => {
    const mistyped = order().replace("s-1vcpu-1gb", "s-1vcpu-1g");
    assert.match(await site.say(mistyped), /no size "s-1vcpu-1g" in fra1\. Did you mean `s-1vcpu-1gb`\?/);
    assert.match(
      await site.say(order().replace("debian-12-x64", "debian-12")),
      /no image "debian-12" in fra1\. Did you mean `debian-12-x64`/,
    );
    assert.match(await site.say(order("web-1", "region=fra9")), /no region "fra9"/);
    assert.match(await site.say(order().replace("do-main", "do-mian")), /no cloud "do-mian".*`do-main`/);
    assert.match(await site.say(order().replace("deploys", "deploy")), /no active key pair "deploy"/);
    assert.match(await site.say(order("web_1")), /"web\\_1" can't name a server/);
    assert.match(await site.say("server create web colour=red"), /I can't read "colour=red"/);
    assert.match(await site.say(order("web", "count=11")), /one to 10 at a time/);
    assert.deepEqual(site.digitalOcean.droplets(), []);
  });

  it("fails for good, and says why, where the account has no room", async () => {
    site.digitalOcean.setDropletLimit(0);
    await site.confirm(order(), "Create");

    await site.pass(() => hasFailed("web-1"));
    await site.reads(/❌ Failed[^]*gives that account no more servers[^]*server delete web-1/);
    await site.leap(3_600_000);
    assert.equal(site.digitalOcean.asked.filter((call) => CREATE.test(call)).length, 1);
  });

  it("fails for good where the first request is refused for its credentials", async () => {
    const { message } = await site.chat.ask(site.chat.mira, order());
    site.digitalOcean.faults.plan(/./, 401, 50);
    await site.press(site.chat.mira, message, "Create");

    await site.pass(() => hasFailed("web-1"));
    await site.reads(/❌ Failed[^]*doesn't accept those credentials/);
  });

  for (const trouble of [429, 500, 502, "reset", "reset-after", "late"] satisfies CloudTrouble[])
    it(`makes one server through ${String(trouble)}`, async () => {
      const { message } = await site.chat.ask(site.chat.mira, order());
      site.digitalOcean.faults.plan(CREATE, trouble);

      await site.press(site.chat.mira, message, "Create");

      await site.pass(() => isOnline("web-1"));
      await site.digitalOcean.actLate();
      assert.deepEqual(
        site.digitalOcean.droplets().map(({ id }) => String(id)),
        [(await site.server("web-1"))?.providerId],
      );
    });

  it("forgets none whose answer was lost, whatever the provider says next", async () => {
    const { message } = await site.chat.ask(site.chat.mira, order());
    site.digitalOcean.faults.plan(CREATE, "reset-after");
    await site.press(site.chat.mira, message, "Create");
    await site.pass(() => site.digitalOcean.droplets().length === 1);
    site.digitalOcean.faults.plan(/./, 401, 6);

    await site.pass(() => isOnline("web-1"));

    assert.equal(site.digitalOcean.droplets().length, 1);
  });

  it("shows that the provider is away, and goes on when it is back", async () => {
    const { message } = await site.chat.ask(site.chat.mira, order());
    site.digitalOcean.faults.plan(/./, 503, 1_000);
    await site.press(site.chat.mira, message, "Create");

    await site.reads(/🟡 Being made[^]*doesn't answer as it should[^]*I keep trying/);
    site.digitalOcean.faults.clear();

    await site.pass(() => isOnline("web-1"));
    await site.reads(/\*\*web-1\*\* · 🟢 Online/);
    assert.equal(site.digitalOcean.droplets().length, 1);
    assert.doesNotMatch(site.cards().join(), /keep trying/);
  });

  it("goes on by server check where its work was lost, and makes no second one", async () => {
    const { message } = await site.chat.ask(site.chat.mira, order());
    site.digitalOcean.faults.plan(CREATE, "reset-after");
    await site.press(site.chat.mira, message, "Create");
    await site.pass(() => site.digitalOcean.droplets().length === 1);
    const { id } = (await site.server("web-1")) ?? { id: "" };
    await site.chat.app.parts.store.transaction(async (tx) => {
      const now = site.time.now();
      for (const jobId of await tx.jobs.listDue(new Date("2100-01-01"), 50)) {
        const job = await tx.jobs.claim(jobId, "test", new Date("2100-01-01"), now);
        if (job?.targetId === id) await tx.jobs.die(jobId, "test", "lost");
      }
    });
    await site.leap(60_000);
    assert.equal((await site.server("web-1"))?.status, "provisioning");

    assert.match(await site.say("server check web-1"), /🟡 Being made/);

    await site.pass(() => isOnline("web-1"));
    assert.equal(site.digitalOcean.droplets().length, 1);
  });

  it("is for who may, and shows nothing of it to others", async () => {
    await site.join(site.chat.jon, []);

    assert.match(await site.say(order(), site.chat.jon), /may not run `server create`.*`server\.create`/);
    await site.join(site.chat.eve, ["server.create"]);
    assert.match(await site.say(order(), site.chat.eve), /Make a server/);
  });

  describe("of a host that is there already", () => {
    const host = (): string =>
      `server create db-1 cloud=hosts address=127.0.0.1 port=${String(site.host.port)} user=deploy keys=team:deploys`;

    it("shows the line that the host has to let in, and takes it as soon as it does", async () => {
      await site.addHosts();
      const asked = await site.confirm(host(), "Create");
      assert.match(asked, /✅ Making server \*\*db-1\*\*/);

      await site.reads(/lets none of our keys in[^]*authorized[^]*\nssh-ed25519 \S+ ployst-deploys/);
      const line = /ssh-ed25519 \S+ ployst-deploys/.exec(site.cards().join("\n"))?.[0] ?? "";
      await site.host.authorize(line);

      await site.pass(() => isOnline("db-1"));
      assert.equal((await site.server("db-1"))?.hostKeyFingerprint, site.host.hostKey);
      assert.deepEqual(site.digitalOcean.droplets(), []);
    });

    it("is one, with an address", async () => {
      await site.addHosts();

      assert.match(await site.say(`${host()} count=2`), /is one server/);
      assert.match(await site.say(host().replace("127.0.0.1", "https://x")), /is no host/);
    });
  });
});
