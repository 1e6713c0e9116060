import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startDigitalOcean, type FakeDigitalOcean } from "../../demo/clouds/digitalocean/index.ts";
import { startLabHost, type LabHost } from "../../demo/hosts/index.ts";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import type { ServerRecord, Store } from "../../src/adapters/store/index.ts";
import { toDeleteJob } from "../../src/features/servers/delete/kind.ts";
import { readable } from "../support/chat.ts";
import { eventually } from "./support/eventually.ts";
import { openBeside } from "./support/plant.ts";
import { WorkRecord } from "./support/record.ts";
import { startWorld, type ProcessWorld } from "./support/world.ts";

const DEADLINE_MS = 30_000;
/** Whoever doesn't know whether a request arrived looks for a while before it is sent again. */
const SETTLED_MS = 60_000;
const COUNT = 5;
const CREATE = /^POST \/v2\/droplets$/;
const DELETE = /^DELETE \/v2\/droplets/;
const LOOK = /^GET \/v2\/droplets\?tag_name/;
const LONG_AGO = "2026-01-01T00:00:00.000Z";

describe("a process killed while servers are made and deleted", function () {
  this.timeout(2 * SETTLED_MS + 4 * DEADLINE_MS);
  let world: ProcessWorld;
  let digitalOcean: FakeDigitalOcean;
  let host: LabHost;
  let beside: Store;
  before(async () => {
    world = await startWorld({ entry: path.join(import.meta.dirname, "support/hasty-clouds.ts") });
    host = await startLabHost();
    digitalOcean = await startDigitalOcean({
      onServerCreated: async ({ publicKeys }) => {
        for (const line of publicKeys) await host.authorize(line);
        return { publicAddress: host.address, privateAddress: "" };
      },
    });
    digitalOcean.addToken("dop_v1_good", "full");
    beside = await openBeside(world);
  });
  after(async () => {
    await world.close();
    await beside.close();
    digitalOcean.close();
    await host.close();
  });

  const start = () => world.start({ OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" });
  const asked = (call: RegExp): number => digitalOcean.asked.filter((one) => call.test(one)).length;
  const listServers = (teamId: string): Promise<readonly ServerRecord[]> =>
    beside.read((reads) => reads.servers.listByTeam(teamId, { limit: 50 }));
  const say = async (who: FakePerson, chat: FakeConversation, text: string): Promise<FakeMessage> => {
    const before = new Set(chat.threads.map(({ id }) => id));
    await world.teams.say(who, chat, text);
    return world.teams.waitFor(
      () => chat.threads.find(({ id, from }) => from === "bot" && !before.has(id)),
      DEADLINE_MS,
    );
  };
  const plantCloud = async (who: FakePerson): Promise<string> =>
    beside.transaction(async (tx) => {
      const team = await tx.teams.findByName(who.tenantId, "Platform");
      const cloud = await tx.clouds.create({
        ...{ teamId: team?.id ?? "", name: "do-main", provider: "digitalocean", privateNetwork: "" },
        ...{ address: digitalOcean.url, region: "fra1", settings: {} },
        credentials: { token: "dop_v1_good" },
      });
      if (team === undefined || cloud === undefined) throw new Error("nothing planted");
      await tx.clouds.markActive(cloud);
      return team.id;
    });

  it("makes each once and forgets none, then deletes each and forgets none", async () => {
    const mira = world.teams.person({ name: "Mira Chen" });
    const chat = world.teams.personalChat(mira);
    const first = await start();
    await say(mira, chat, "team create Platform");
    await say(mira, chat, "keypair create team deploys");
    const teamId = await plantCloud(mira);
    const question = await say(
      mira,
      chat,
      `server create web count=${String(COUNT)} port=${String(host.port)} size=s-1vcpu-1gb image=debian-12-x64 keys=team:deploys`,
    );
    assert.match(readable(question), /Make 5 servers/);

    // One dies before it asks, one as its request gets lost, one as its answer does, the others as they are met.
    host.hang(true);
    digitalOcean.faults.plan(LOOK, "hang");
    digitalOcean.faults.plan(CREATE, "hang");
    digitalOcean.faults.plan(CREATE, "hang-after");
    await world.teams.clickButton(mira, question.id, "Create");
    await eventually(
      () => asked(CREATE) === COUNT - 1 && asked(LOOK) === COUNT && host.connections.ever > 0,
      DEADLINE_MS,
    );
    await first.end("SIGKILL");
    assert.equal(digitalOcean.droplets().length, COUNT - 2);
    host.hang(false);
    const record = new WorkRecord(world.file);
    record.letLeasesRunOut();
    const second = await start();

    await eventually(
      async () => (await listServers(teamId)).every(({ status }) => status === "online"),
      SETTLED_MS,
    );
    const made = await listServers(teamId);
    assert.equal(made.length, COUNT);
    assert.deepEqual(
      made.map(({ providerId }) => providerId).toSorted(),
      digitalOcean
        .droplets()
        .map(({ id }) => String(id))
        .toSorted(),
    );

    // The same at the other end: wanted gone, a quarter of an hour ago.
    digitalOcean.faults.plan(DELETE, "hang");
    digitalOcean.faults.plan(DELETE, "hang-after");
    await wantGone(made);
    await eventually(() => asked(DELETE) >= 2, DEADLINE_MS);
    await second.end("SIGKILL");
    record.letLeasesRunOut();
    await start();

    await eventually(async () => (await listServers(teamId)).length === 0, SETTLED_MS);
    assert.deepEqual(digitalOcean.droplets(), []);
    record.close();
  });

  async function wantGone(servers: readonly ServerRecord[]): Promise<void> {
    const database = new DatabaseSync(world.file, { timeout: 5_000 });
    database.prepare(`UPDATE servers SET "createdAt" = ?`).run("2026-01-01 00:00:00.000 +00:00");
    database.close();
    await beside.transaction(async (tx) => {
      for (const { id } of servers) await tx.servers.requestDelete(id, new Date(LONG_AGO));
      const wish = { since: LONG_AGO, conversationId: servers[0]?.conversationId ?? "" };
      await tx.jobs.createMany(servers.map(({ id }) => toDeleteJob(id, wish, new Date(LONG_AGO))));
    });
  }
});
