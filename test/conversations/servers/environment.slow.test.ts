import assert from "node:assert/strict";
import { mkdir, readFile, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import type { Variables } from "../../../src/adapters/store/index.ts";
import { SPEC, startServerSite, type ServerSite } from "../../support/server-site.ts";

describe("variables of servers", () => {
  let site: ServerSite;
  beforeEach(async () => {
    site = await startServerSite();
  });
  afterEach(() => site.close());

  const profile = (): Promise<string> =>
    readFile(path.join(site.host.home, ".profile"), "utf8").catch(() => "");
  const says = (text: string) => async (): Promise<boolean> => (await profile()).includes(text);
  /** As `env set` does: the variables and the news of them, together. */
  const set = async (kind: "cloud" | "server", id: string, variables: Variables): Promise<void> => {
    const { store, services } = site.chat.app.parts;
    await store.transaction(async (tx) => {
      const known = await (kind === "cloud" ? tx.clouds.find(id) : tx.servers.find(id));
      const before = known?.environmentId ?? "";
      if (before === "") {
        const made = await tx.environments.create({ teamId: site.teamId, variables });
        await (kind === "cloud" ? tx.clouds : tx.servers).setEnvironment(id, "", made.id);
      } else {
        const environment = await tx.environments.find(before);
        await tx.environments.setVariables(before, environment?.version ?? 0, variables);
      }
      await services.servers.onVariablesChanged(tx, [{ kind, id }]);
    });
  };
  const make = async (): Promise<string> => {
    await site.confirm(`server create web-1 cloud=do-main port=${String(site.host.port)} ${SPEC}`, "Create");
    await site.pass(async () => (await site.server("web-1"))?.status === "online");
    return (await site.server("web-1"))?.id ?? "";
  };
  const cloudId = async (): Promise<string> =>
    (await site.read((reads) => reads.clouds.findByName(site.teamId, "do-main")))?.id ?? "";

  it("are there as soon as the server is, the server's above the cloud's", async () => {
    await set("cloud", await cloudId(), { APP_ENV: "cloudy", REGION: "fra" });
    const id = await make();
    await site.pass(says("cloudy"));

    await set("server", id, { APP_ENV: "mine" });

    await site.pass(says("mine"));
    assert.match(await profile(), /REGION/);
    assert.doesNotMatch(await profile(), /cloudy/);
  });

  it("are the last ones however often they change meanwhile", async () => {
    const id = await make();
    for (let round = 0; round < 8; round += 1) await set("server", id, { ROUND: `round-${String(round)}` });

    await site.pass(says("round-7"));
    await site.leap(60_000);

    assert.match(await profile(), /round-7/);
  });

  it("come to a server that was away when it is back", async () => {
    const id = await make();
    await site.host.stop();
    await site.pass(async () => (await site.server("web-1"))?.status === "offline");
    await set("server", id, { LATE: "but-there" });

    await site.host.start();

    await site.pass(says("but-there"));
  });

  it("that could not be written are told of until they are, and written when the server is checked", async () => {
    const id = await make();
    await site.pass(async () => (await site.verbs("web-1")).includes("environment_written"));
    await rm(path.join(site.host.home, ".profile"), { force: true });
    await mkdir(path.join(site.host.home, ".profile"));
    await set("server", id, { LATE: "but-there" });
    await site.pass(async () => (await site.verbs("web-1")).includes("environment_refused"));
    await site.leap(5 * 60_000);

    const shown = await site.say("server show web-1");
    assert.match(shown, /Online/);
    assert.match(shown, /variables are not on it.*profile.*"server check web-1"/);
    assert.match(await site.say("server check web-1"), /variables are being written to it again/);
    await site.leap(60_000);
    assert.match(await site.say("server show web-1"), /variables are not on it/);

    await rmdir(path.join(site.host.home, ".profile"));
    await site.say("server check web-1");
    await site.pass(says("but-there"));
    await site.pass(async () => !/variables/.test(await site.say("server show web-1")));
  });

  it("come to a server that was set up anew, once its key is trusted", async () => {
    const id = await make();
    await set("server", id, { AGAIN: "and-again" });
    await site.pass(says("and-again"));
    await rm(path.join(site.host.home, ".profile"));
    site.host.changeHostKey();

    await site.confirm("server trust web-1", "Trust");

    await site.pass(says("and-again"));
  });

  it("stand in no event and no log of the work", async () => {
    const id = await make();
    await set("server", id, { PASSWORD: "hunter2" });
    await site.pass(says("hunter2"));

    const events = await site.read((reads) => reads.events.listByEntity("server", id, { limit: 50 }));
    assert.doesNotMatch(JSON.stringify(events), /hunter2/);
    assert.doesNotMatch(JSON.stringify(site.chat.channel.threads.map(({ card }) => card)), /hunter2/);
  });
});
