import assert from "node:assert/strict";
import type { ServerRecord, Variables } from "../../../src/adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../../src/core/clock.ts";
import { pushJob } from "../../../src/features/servers/push/job.ts";
import { sayRefused } from "../../../src/features/servers/push/refused.ts";
import { aServer, aSite } from "../../adapters/store/suite/servers.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const VARIABLES = { APP_ENV: "live", Path: "C:\\app", TEMP: "D:\\temp" };

describe("variables that are written to a server", () => {
  let time: ManualTime;
  let store: TestStore;
  beforeEach(async () => {
    time = new ManualTime();
    store = await openTestStore({ clock: time });
  });
  afterEach(() => store.cleanup());

  const given = (os: ServerRecord["os"]): Promise<ServerRecord> =>
    store.transaction(async (tx) => {
      const [server] = there(await tx.servers.createMany([aServer(await aSite(tx), { os })]));
      await tx.servers.move(there(server).id, ["requested"], "online");
      return there(server);
    });
  /** What the server was told to have. */
  async function push({ id: targetId }: ServerRecord, variables: Variables): Promise<readonly Variables[]> {
    const written: Variables[] = [];
    const holder = "holder";
    const { id } = await store.transaction(async ({ jobs }) => {
      const job = await jobs.create({ kind: pushJob.kind, targetId });
      return there(await jobs.claim(job.id, holder, time.now(), addMilliseconds(time.now(), MINUTE)));
    });
    const host = {
      writeEnvironment: (told: Variables) => {
        written.push(told);
        return Promise.resolve();
      },
    };
    const { signal } = new AbortController();
    await pushJob.run(
      { id, targetId, payload: {}, attempt: 1, signal, holder },
      {
        servers: {
          ...{ store, clock: time },
          readVariables: () => Promise.resolve(variables),
          useServer: (_server, work) => work(host),
        },
      },
    );
    return written;
  }
  const said = (server: ServerRecord): Promise<string> => store.read((reads) => sayRefused(server, reads));

  it("are all but those that Windows keeps to itself, which are named", async () => {
    const server = await given("windows");

    assert.deepEqual(await push(server, VARIABLES), [{ APP_ENV: "live" }]);
    assert.match(await said(server), /Not on it: \*\*Path\*\*, \*\*TEMP\*\*\. Windows keeps .* other names/);

    await push(server, { APP_ENV: "live" });
    assert.equal(await said(server), "");
  });

  it("are all of them on Linux", async () => {
    const server = await given("linux");

    assert.deepEqual(await push(server, VARIABLES), [VARIABLES]);
    assert.equal(await said(server), "");
  });
});
