import assert from "node:assert/strict";
import type { FakePerson } from "../../demo/teams/connector/index.ts";
import { startLocalServer, type LocalServer } from "../adapters/services/local-server.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { makeTeamSite, type TeamSite } from "../support/team-site.ts";
import { until } from "../support/until.ts";

describe("realms", () => {
  let chat: Chat;
  let site: TeamSite;
  let web: LocalServer;
  let status = 200;
  before(async () => {
    web = await startLocalServer(() => ({ status }));
  });
  beforeEach(async () => {
    status = 200;
    web.asked.length = 0;
    chat = await startChat({ env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" } });
    site = await makeTeamSite(chat, chat.mira);
    await site.server("web-1");
  });
  afterEach(async () => {
    await chat.close();
  });
  after(() => {
    web.close();
  });

  const say = async (text: string, who: FakePerson = chat.mira): Promise<string> =>
    (await chat.ask(who, text)).text;
  /** Asks again until the answer reads so. */
  const shows = (text: string, pattern: RegExp): Promise<void> =>
    until(async () => pattern.test(await say(text)));
  const join = async (person: FakePerson, powers: readonly string[]): Promise<void> => {
    await chat.ask(person, "about", chat.teams.personalChat(person));
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
      const member = { teamId: site.teamId, userId: user?.id ?? "", role: "user" } as const;
      await tx.teamMembers.create({ ...member, permissions: [...powers], state: "active" });
    });
  };

  it("are added, asked at once, listed and shown", async () => {
    const added = await say(
      `realm add "Old Blanchy" on WEB-1 ${web.url}/health wow_expansion=wotlk build=12340`,
    );

    assert.match(
      added,
      /✅ Added realm \*\*Old Blanchy\*\* on server \*\*web-1\*\* of team \*\*Platform\*\*/,
    );
    await shows("realm list", /Old Blanchy\*\* on web-1\n🟢 Online · since/);
    assert.deepEqual(web.asked, ["GET /health"]);
    const shown = await say("realm show old blanchy");
    assert.match(shown, /^Realm Old Blanchy\n\*\*🟢 Online\*\*/);
    for (const fact of [
      "Server\nweb-1",
      "Comes from\nAdded by hand",
      "wow\\\\_expansion\nwotlk|wow_expansion\nwotlk",
      "build\n12340",
    ])
      assert.match(shown, new RegExp(fact));
  });

  it("say that nobody asks them when they have no address", async () => {
    assert.match(await say("realm add worker on web-1"), /no address, so nobody asks/);
    assert.match(await say("realm list"), /worker\*\* on web-1\n⚪ Not asked: it has no address/);
  });

  it("are changed by saying them again, and not by saying the same", async () => {
    await say(`realm add web on web-1 ${web.url}/ build=1`);

    assert.match(
      await say(`realm add web on web-1 ${web.url}/ build=1`),
      /That is how realm \*\*web\*\*.* is already/,
    );
    assert.match(await say(`realm add WEB on web-1 ${web.url}/other build=2`), /✅ Changed realm/);
    assert.match(await say("realm list"), /1 realm\n/);
    await until(() => web.asked.includes("GET /other"));
  });

  it("show why they don't answer", async () => {
    status = 503;
    await say(`realm add web on web-1 ${web.url}/`);

    await shows("realm show web", /🟡 Starting[^]*It answers with HTTP 503/);
  });

  it("of a server that is offline are not asked, and say so", async () => {
    await site.server("web-2", "offline");

    assert.match(await say(`realm add web on web-2 ${web.url}/`), /as soon as server web-2 is online/);
    assert.match(await say("realm list"), /⏸️ Not asked: its server is offline/);
    assert.match(await say("realm show web"), /⏸️ Not asked: its server is offline/);
  });

  it("of one name on several servers are told apart", async () => {
    await site.server("web-2");
    await say("realm add web on web-1");
    await say("realm add web on web-2");

    assert.match(await say("realm show web"), /realm web on each of web-1, web-2.*`realm show web on web-1`/);
    assert.match(await say("realm show web on web-2"), /Server\nweb-2/);
    assert.match(await say("realm show web on web-3"), /no server "web-3"\. Did you mean `web-[12]`/);
  });

  it("are suggested where a name is mistyped", async () => {
    await say("realm add Blanchy on web-1");

    assert.match(
      await say("realm show Blanky"),
      /Team Platform has no realm "Blanky"\. Did you mean `Blanchy`/,
    );
    assert.match(await say("realm add x on wep-1"), /no server "wep-1"\. Did you mean `web-1`/);
  });

  it("are removed after a question, by who was asked, once", async () => {
    await say("realm add web on web-1");
    const { message, text } = await chat.ask(chat.mira, "realm remove web");
    assert.match(text, /Team Platform\nRemove realm \*\*web\*\* on server \*\*web-1\*\*\? .*nothing changes/);

    const foreign = await chat.teams.clickButton(chat.jon, message.id, "Remove");
    assert.match(foreign.error?.message ?? foreign.toast ?? "", /Only the person who ran the command/);
    const { card } = await chat.teams.clickButton(chat.mira, message.id, "Remove");
    assert.match(readable({ ...message, card: card ?? {} }), /✅ Removed realm \*\*web\*\*/);
    assert.match(await say("realm list"), /None yet/);
  });

  it("are asked about anew when another one came by the name", async () => {
    await say("realm add web on web-1");
    const { message } = await chat.ask(chat.mira, "realm remove web");
    await say(`realm add web on web-1 ${web.url}/`);

    const { card } = await chat.teams.clickButton(chat.mira, message.id, "Remove");

    assert.doesNotMatch(JSON.stringify(card ?? {}), /Removed/);
    assert.match(await say("realm list"), /web\*\* on web-1/);
  });

  it("lead to no private address, nor without TLS, nor with a password", async () => {
    assert.match(
      await say("realm add web on web-1 https://10.0.0.5/"),
      /10.*0\.0\.5 is inside a private network.*OUTBOUND_PRIVATE_HOSTS/,
    );
    assert.match(await say("realm add web on web-1 http://play.example.com/"), /https/);
    const refused = await say("realm add web on web-1 https://me:hunter2@play.example.com/");
    assert.match(refused, /no address that I can ask/);
    assert.doesNotMatch(refused, /hunter2/);
    assert.match(await say("realm list"), /None yet/);
  });

  it("are text, whatever is in them", async () => {
    await say(
      `realm add web on web-1 motd="**bold** <at>everyone</at> {{DATE(2026-01-01T00:00:00Z)}} [x](https://evil.example)" path=${web.url}/a_b`,
    );

    const shown = await say("realm show web");

    assert.match(shown, /\\\*\\\*bold\\\*\\\* &lt;at&gt;everyone&lt;\/at&gt; \{ \{DATE.* \\\[x\\\]/);
    assert.match(await say("realm add <at>x on web-1"), /can't name a realm|can't read/);
  });

  it("are for who is in the team, and changed by who may", async () => {
    await say("realm add web on web-1");
    assert.match(await say("realm list", chat.jon), /aren't in a team yet/);

    await join(chat.jon, []);
    assert.match(await say("realm list", chat.jon), /web\*\* on web-1/);
    assert.match(
      await say("realm add x on web-1", chat.jon),
      /may not run `realm add`.*`server\.update`.*Mira Chen/,
    );
    assert.match(await say("realm remove web", chat.jon), /may not run `realm remove`/);
    await join(chat.eve, ["server.update"]);
    assert.match(await say("realm add x on web-1", chat.eve), /✅ Added/);
  });

  it("are of the team alone", async () => {
    await say("realm add web on web-1");
    await makeTeamSite(chat, chat.jon, "Payments");

    assert.match(await say("realm list", chat.jon), /Realms of team Payments\nNone yet/);
    assert.match(await say("realm show web", chat.jon), /Team Payments has no realm "web"/);
    assert.match(await say("realm add web on web-1", chat.jon), /Team Payments has no server "web-1"/);
  });

  it("are listed page by page", async () => {
    await chat.app.parts.store.transaction(async (tx) => {
      const [server] = await tx.servers.listByTeam(site.teamId, { limit: 1 });
      const place = { teamId: site.teamId, serverId: server?.id ?? "", deploymentId: "", url: "", meta: {} };
      for (let index = 10; index < 30; index += 1)
        await tx.realms.save({ ...place, name: `r${String(index)}` });
    });

    const first = await say("realm list");
    assert.match(first, /20 realms · page 1 of 2\n\*\*r10\*\*[^]*\*\*r24\*\*[^]*realm list 2/);
    assert.doesNotMatch(first, /r25/);
    assert.match(await say("realm list 2"), /page 2 of 2\n\*\*r25\*\*[^]*\*\*r29\*\*/);
    assert.match(await say("realm list 3"), /no page "3": the last one is 2/);
  });

  it("have a row in the audit for each change", async () => {
    await say("realm add web on web-1");
    await say("realm add web on web-1 build=2");
    const { message } = await chat.ask(chat.mira, "realm remove web");
    await chat.teams.clickButton(chat.mira, message.id, "Remove");

    const audit = await say("audit realm");
    for (const verb of ["created", "updated", "deleted"])
      assert.match(audit, new RegExp(`\\*\\*Mira Chen\\*\\* · ${verb} · realm \\*\\*web\\*\\*`));
  });
});
