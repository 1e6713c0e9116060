import assert from "node:assert/strict";
import { aProject } from "../../adapters/store/suite/projects.ts";
import { SPEC, startServerSite, type ServerSite } from "../../support/server-site.ts";

const MINUTE = 60_000;

describe("server delete", () => {
  let site: ServerSite;
  beforeEach(async () => {
    site = await startServerSite();
    await site.confirm(`server create web-1 cloud=do-main port=${String(site.host.port)} ${SPEC}`, "Create");
    await site.pass(async () => (await site.server("web-1"))?.status === "online");
  });
  afterEach(() => site.close());

  const statusOf = async (): Promise<string> => (await site.server("web-1"))?.status ?? "gone";
  const asked = (call: RegExp): number => site.digitalOcean.asked.filter((one) => call.test(one)).length;
  const DELETE = /^DELETE \/v2\/droplets/;

  it("wants the name typed, switches off at once, and deletes a quarter of an hour later", async () => {
    const { message, text } = await site.chat.ask(site.chat.mira, "server delete web-1");
    assert.match(text, /Delete server \*\*web-1\*\* of team \*\*Platform\*\*\?.*deleted in 15 minutes/);
    assert.match(await site.press(site.chat.mira, message, "Delete"), /type web-1 into the card/);
    assert.match(await site.press(site.chat.mira, message, "Delete", { typed: "web-2" }), /type web-1/);
    assert.equal(await statusOf(), "online");

    const done = await site.press(site.chat.mira, message, "Delete", { typed: "web-1" });

    assert.match(done, /🟠 To be deleted/);
    await site.reads(/Server web-1\nTeam Platform\n\*\*🟠 To be deleted\*\*/);
    await site.pass(() => site.digitalOcean.droplets()[0]?.status === "off" || asked(/actions/) > 0);
    await site.leap(14 * MINUTE);
    assert.equal(site.digitalOcean.droplets().length, 1);
    await site.pass(async () => (await statusOf()) === "gone");
    assert.deepEqual(site.digitalOcean.droplets(), []);
    await site.reads(/\*\*⚫ Deleted\*\*/);
    assert.match(await site.say("server list"), /None yet/);
  });

  it("is taken back until then, and not after", async () => {
    await site.confirm("server delete web-1", "Delete", { typed: "web-1" });
    await site.leap(5 * MINUTE);

    assert.match(await site.say("server restore web-1"), /✅ Stays: server \*\*web-1\*\*/);
    await site.pass(async () => (await statusOf()) === "online");
    await site.leap(30 * MINUTE);
    assert.equal(asked(DELETE), 0);
    assert.match(await site.say("server restore web-1"), /isn't to be deleted/);

    site.digitalOcean.faults.plan(DELETE, 503, 1_000);
    await site.confirm("server delete web-1", "Delete", { typed: "web-1" });
    await site.pass(() => asked(DELETE) > 0);
    assert.match(await site.say("server restore web-1"), /being deleted already/);
    await site.reads(/🟠 To be deleted[^]*whether the deletion arrived[^]*I keep trying/);
    site.digitalOcean.faults.clear();
    await site.pass(async () => (await statusOf()) === "gone");
    assert.deepEqual(site.digitalOcean.droplets(), []);
  });

  it("says what goes with it, and takes that along", async () => {
    await site.say("realm add blanchy on web-1");
    const server = await site.server("web-1");
    const projectId = await site.chat.app.parts.store.transaction(async (tx) => {
      const project = await tx.projects.create(aProject(site.teamId, { name: "shop" }));
      await tx.projects.setServers(project?.id ?? "", [server?.id ?? ""]);
      return project?.id ?? "";
    });

    const { message, text } = await site.chat.ask(site.chat.mira, "server delete web-1");
    assert.match(text, /Realms on it, which go too\nblanchy/);
    assert.match(text, /Projects that deploy to it\nshop/);
    await site.press(site.chat.mira, message, "Delete", { typed: "web-1" });
    await site.pass(async () => (await statusOf()) === "gone");

    assert.match(await site.say("realm list"), /None yet/);
    assert.deepEqual(await site.read((reads) => reads.projects.listServerIds(projectId)), []);
    assert.deepEqual(await site.read((reads) => reads.serverKeyPairs.listByServer(server?.id ?? "")), []);
  });

  it("finds by its token a server whose id nobody kept", async () => {
    site.digitalOcean.faults.plan(/^POST \/v2\/droplets$/, "reset-after");
    await site.confirm(`server create web-2 ${SPEC}`, "Create");
    await site.pass(() => site.digitalOcean.droplets().length === 2);
    site.digitalOcean.faults.plan(/^GET \/v2\/droplets\?tag_name/, 503, 2);
    await site.confirm("server delete web-2", "Delete", { typed: "web-2" });

    await site.pass(async () => (await site.server("web-2")) === undefined);

    assert.equal(site.digitalOcean.droplets().length, 1);
  });

  it("is over where somebody deleted it there", async () => {
    const [droplet] = site.digitalOcean.droplets();
    await site.digitalOcean.deleteByHand(droplet?.id ?? 0);
    await site.confirm("server delete web-1", "Delete", { typed: "web-1" });

    await site.pass(async () => (await statusOf()) === "gone");
  });

  it("forgets a host that was there before, and leaves it as it is", async () => {
    await site.addHosts();
    await site.confirm(
      `server create db-1 cloud=hosts address=127.0.0.1 port=${String(site.host.port)} keys=team:deploys`,
      "Create",
    );
    await site.pass(async () => (await site.server("db-1"))?.status === "online");

    const { text, message } = await site.chat.ask(site.chat.mira, "server delete db-1");
    assert.match(text, /The host itself stays as it is/);
    await site.press(site.chat.mira, message, "Delete", { typed: "db-1" });

    await site.pass(async () => (await site.server("db-1")) === undefined);
  });

  it("is refused while a deployment works on it, and to who may not", async () => {
    const server = await site.server("web-1");
    await site.chat.app.parts.store.transaction((tx) =>
      tx.servers.move(server?.id ?? "", ["online"], "deploying"),
    );
    assert.match(await site.say("server delete web-1"), /A deployment works on server \*\*web-1\*\*/);
    await site.join(site.chat.jon, ["server.update"]);

    assert.match(await site.say("server delete web-1", site.chat.jon), /may not run `server delete`/);
  });
});
