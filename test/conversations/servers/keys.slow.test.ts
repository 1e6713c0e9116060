import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { SPEC, startServerSite, type ServerSite } from "../../support/server-site.ts";

describe("key pairs on servers", () => {
  let site: ServerSite;
  beforeEach(async () => {
    site = await startServerSite();
    await site.say("keypair create team spare");
    await site.say("keypair create laptop");
    await site.confirm(`server create web-1 cloud=do-main port=${String(site.host.port)} ${SPEC}`, "Create");
    await site.pass(async () => (await site.server("web-1"))?.status === "online");
  });
  afterEach(() => site.close());

  const lines = async (): Promise<readonly string[]> => {
    const file = path.join(site.host.home, ".ssh", "authorized_keys");
    return (await readFile(file, "utf8")).trim().split("\n");
  };
  const lets = (name: string) => async (): Promise<boolean> =>
    (await lines()).some((line) => line.endsWith(` ployst-${name}`));
  const not = (is: () => Promise<boolean>) => async (): Promise<boolean> => !(await is());

  it("are listed with how they stand", async () => {
    await site.pass(async () => /🟢 Lets it in/.test(await site.say("server keys web-1")));

    assert.match(
      await site.say("server keys web-1"),
      /Key pairs of server web-1\nTeam Platform · logs in as root\n\*\*deploys\*\* of the team · 🟢 Lets it in\nSHA256:/,
    );
  });

  it("are attached over SSH, the team's and one's own, and detached after a question", async () => {
    assert.match(
      await site.say("keypair attach team spare to web-1"),
      /✅ Installing key pair \*\*spare\*\* \(Ed25519\) on server \*\*web-1\*\* of team \*\*Platform\*\*/,
    );
    assert.match(await site.say("keypair attach laptop to web-1"), /✅ Installing/);
    await site.pass(lets("spare"));
    await site.pass(lets("laptop"));
    await site.reads(/Key pair spare[^]*\*\*web-1\*\* · 🟢 Lets it in/);
    await site.reads(/Key pair laptop[^]*\*\*web-1\*\* · 🟢 Lets it in/);
    assert.match(await site.say("keypair attach laptop to web-1"), /is there already/);

    const done = await site.confirm("keypair detach laptop from web-1", "Remove");
    assert.match(done, /✅ Removing key pair/);
    await site.pass(not(lets("laptop")));
    await site.reads(/Key pair laptop[^]*\*\*web-1\*\* · ⚪ Doesn't let it in/);
    assert.match(
      await site.say("keypair detach laptop from web-1"),
      /Key pair \*\*laptop\*\* isn't on server \*\*web-1\*\*/,
    );
    assert.match(await site.say("keypair attach laptop web-1"), /I can't read that/);
  });

  it("stay where it is the last with which we get in", async () => {
    await site.pass(async () => /🟢 Lets it in/.test(await site.say("server keys web-1")));

    assert.match(
      await site.say("keypair detach team deploys from web-1"),
      /\*\*deploys\*\* is the last with which I reach web-1/,
    );
    const { message } = await site.chat.ask(site.chat.mira, "keypair revoke team deploys");
    assert.match(await site.press(site.chat.mira, message, "Revoke"), /is the last with which I reach web-1/);
    assert.ok(await lets("deploys")());
  });

  it("are rotated: the new one comes before the old one goes", async () => {
    const [before] = await lines();
    const answer = await site.say("keypair rotate team deploys");
    assert.match(answer, /stays usable until every server knows the new one/);

    await site.pass(async () => !(await lines()).includes(before ?? ""));

    assert.equal((await lines()).length, 1);
    assert.ok(await lets("deploys")());
    await site.pass(async () => !/Going/.test(await site.say("keypair list team")));
    assert.match(await site.say("server check web-1"), /🟢 Online/);
  });

  it("are rotated on a server that is away as soon as it is back", async () => {
    const [before] = await lines();
    await site.host.stop();
    await site.say("keypair rotate team deploys");
    await site.reads(/Key pair deploys[^]*\*\*web-1\*\* · 🔴 Not installed yet[^]*doesn't answer/);
    assert.match(await site.say("keypair list team"), /🟠 Going/);
    assert.deepEqual(await lines(), [before]);

    await site.host.start();

    await site.pass(async () => !(await lines()).includes(before ?? ""));
    await site.pass(async () => !/Going/.test(await site.say("keypair list team")));
  });

  it("are revoked after every server has forgotten them, and say which couldn't be reached", async () => {
    await site.say("keypair attach team spare to web-1");
    await site.pass(lets("spare"));
    await site.reads(/Key pair spare[^]*🟢 Lets it in/);
    await site.host.stop();
    const asked = await site.chat.ask(site.chat.mira, "keypair revoke team spare");
    assert.match(asked.text, /It is taken off web-1 first/);

    const answer = await site.press(site.chat.mira, asked.message, "Revoke");

    assert.match(answer, /🟠 Going/);
    await site.reads(/Key pair spare\n🟠 Going[^]*\*\*web-1\*\* · 🔴 Not removed yet[^]*doesn't answer/);
    await site.host.start();
    await site.reads(/Key pair spare\n⚪ Revoked[^]*\*\*web-1\*\* · ⚪ Doesn't let it in/);
    assert.equal(await lets("spare")(), false);
    assert.doesNotMatch(await site.say("keypair list team"), /spare/);
  });

  it("are changed by who may", async () => {
    await site.join(site.chat.jon, ["server.update"]);

    assert.match(
      await site.say("keypair attach team spare to web-1", site.chat.jon),
      /may not run.*`keypair\.manage`/,
    );
    await site.say("keypair create jons", site.chat.jon);
    assert.match(await site.say("keypair attach jons to web-1", site.chat.jon), /✅ Installing/);
  });

  describe("of somebody who leaves the team", () => {
    const jonsAddress = "jon@example.com";
    beforeEach(async () => {
      await site.join(site.chat.jon, ["server.update"]);
      await site.chat.app.parts.store.transaction(async (tx) => {
        const jon = await tx.users.findByAad(site.chat.jon.tenantId, site.chat.jon.aadObjectId);
        await tx.users.setProfile(jon?.id ?? "", { surname: "Park", email: jonsAddress });
        await tx.users.verifyEmail(jon?.id ?? "", jonsAddress);
      });
      await site.say("keypair create jons", site.chat.jon);
      await site.say("keypair attach jons to web-1", site.chat.jon);
      await site.pass(lets("jons"));
      await site.reads(/Key pair jons[^]*🟢 Lets it in/);
    });

    it("go off its servers as soon as they are removed, and the team's stay", async () => {
      const removed = await site.say(`team remove ${jonsAddress}`);

      assert.match(removed, /no longer in team .*Their own key pairs go off \*\*web-1\*\*;/);
      await site.pass(not(lets("jons")));
      assert.ok(await lets("deploys")());
      await site.pass(async () => !/jons/.test(await site.say("server keys web-1")));
      const verbs = await site.verbs("web-1");
      assert.deepEqual(verbs.slice(-2), ["key_unwanted", "key_detached"]);
    });

    it("go when they leave by themselves, which the question says", async () => {
      const asked = await site.chat.ask(site.chat.jon, "team leave");

      assert.match(asked.text, /Your own key pairs go off \*\*web-1\*\*;/);
      assert.match(await site.press(site.chat.jon, asked.message, "Leave"), /✅ You left team/);
      await site.pass(not(lets("jons")));
    });

    it("go when their account ends", async () => {
      const asked = await site.chat.ask(site.chat.jon, "account close");

      assert.match(
        await site.press(site.chat.jon, asked.message, "Close my account"),
        /Your account has ended/,
      );
      await site.pass(not(lets("jons")));
    });

    it("go from a server that is away when it is back, and can't be renewed there meanwhile", async () => {
      await site.host.stop();
      await site.say(`team remove ${jonsAddress}`);

      await site.say("keypair rotate jons", site.chat.jon);

      await site.host.start();
      await site.pass(not(lets("jons")));
      await site.pass(async () => !/jons/.test(await site.say("server keys web-1")));
      assert.equal((await lines()).length, 1);
    });

    it("stay where nothing else opens the server, and go when something else does", async () => {
      await site.confirm("keypair detach team deploys from web-1", "Remove");
      await site.pass(not(lets("deploys")));

      await site.say(`team remove ${jonsAddress}`);

      await site.pass(async () => /jons[^]*🔴 Not removed yet/.test(await site.say("server keys web-1")));
      assert.ok(await lets("jons")());
      await site.say("keypair attach team spare to web-1");
      await site.pass(lets("spare"));
      await site.pass(not(lets("jons")));
    });
  });
});
