import assert from "node:assert/strict";
import type {
  FailedHookDelivery,
  GitHubHookDeliveries,
} from "../../../src/adapters/github/contract/index.ts";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { faults } from "../../../src/core/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import { createSweep, type Sweep } from "../../../src/features/notifications/sweep.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { until } from "../../support/until.ts";

describe("the sweep", () => {
  let time: ManualTime;
  let store: TestStore;
  let failed: FailedHookDelivery[];
  let asked: string[];
  let since: Date[];
  let counted: string[];
  let sweeps: Sweep[];

  beforeEach(async () => {
    time = new ManualTime();
    store = await openTestStore({ clock: time });
    [failed, asked, since, counted, sweeps] = [[], [], [], [], []];
  });
  afterEach(async () => {
    for (const sweep of sweeps) await sweep.stop();
    await store.cleanup();
  });

  const hooks = (change: Partial<GitHubHookDeliveries> = {}): GitHubHookDeliveries => ({
    listFailed: (from) => {
      since.push(from);
      return Promise.resolve({ failed, isComplete: true });
    },
    redeliver: (id) => {
      asked.push(id);
      return Promise.resolve("accepted");
    },
    ...change,
  });
  const make = (hookDeliveries = hooks(), rememberedDays = 14): Sweep => {
    const metrics = { countSwept: (event: string) => void counted.push(event) };
    const deps = { store, hookDeliveries, clock: time, timers: time, log: silentLog, rememberedDays };
    const sweep = createSweep({ ...deps, metrics });
    sweeps.push(sweep);
    return sweep;
  };
  const fail = (guid: string, change: Partial<FailedHookDelivery> = {}): FailedHookDelivery => {
    const at = addMilliseconds(time.now(), -HOUR);
    const once = { attempts: 1, firstAt: at, lastAt: at, hasOriginal: true };
    return { id: `id of ${guid}`, guid, event: "issues", statusCode: 502, ...once, ...change };
  };
  /** Turns the clock until the promise ends: pauses are taken. */
  const ended = async (work: Promise<void>): Promise<void> => {
    let isEnded = false;
    const done = work.finally(() => (isEnded = true));
    // What it rejects with is for whoever awaits `done`.
    done.catch(() => undefined);
    await until(async () => {
      await time.advance(400);
      return isEnded;
    });
    await done;
  };

  it("asks for what never came, counts it and tells of it, once in the cluster each quarter", async () => {
    failed = [fail("a"), fail("b"), fail("c")];
    const [one, other] = [make(), make()];

    await ended(one.sweep());
    await ended(other.sweep());
    await ended(one.sweep());

    assert.deepEqual(asked, ["id of a", "id of b", "id of c"]);
    assert.deepEqual(counted, ["issues", "issues", "issues"]);
    const [event] = await store.read((reads) => reads.events.listByEntity("sweep", "github", { limit: 5 }));
    assert.deepEqual(
      [event?.actorType, event?.verb, event?.data],
      ["component", "redelivered", { redelivered: 3, missing: 3 }],
    );
    await time.advance(16 * MINUTE);
    failed = [];
    await ended(other.sweep());
    assert.equal(since.length, 2);
  });

  it("leaves out what the store has", async () => {
    failed = [fail("here"), fail("there")];
    const delivery = { guid: "here", source: "github", event: "issues", action: "opened" };
    const ids = { installationId: "1", repositoryId: "2", payload: Buffer.from("{}") };
    await store.transaction((tx) => tx.deliveries.accept([{ ...delivery, ...ids }]));

    await ended(make().sweep());

    assert.deepEqual(asked, ["id of there"]);
  });

  it("looks back three days at first, then to where all was well, with a margin", async () => {
    const start = time.now();
    await make().sweep();
    failed = [fail("a", { firstAt: addMilliseconds(start, HOUR) })];
    await time.advance(2 * HOUR);
    await make().sweep();
    await time.advance(2 * HOUR);
    await make().sweep();

    const fromStart = since.map((from) => from.getTime() - start.getTime());
    assert.deepEqual(fromStart, [-3 * DAY, -5 * MINUTE, HOUR - 5 * MINUTE]);
  });

  it("looks back no further than we know our own", async () => {
    await make(hooks(), 1).sweep();

    assert.deepEqual(since, [addMilliseconds(time.now(), -DAY)]);
  });

  it("doesn't vouch for what it could not read", async () => {
    const partial = hooks({
      listFailed: (from) => {
        since.push(from);
        return Promise.resolve({ failed: [], isComplete: false });
      },
    });
    await make(partial).sweep();
    await time.advance(HOUR);
    await make(partial).sweep();

    assert.deepEqual(since[1], addMilliseconds(time.now(), -3 * DAY));
  });

  it("takes two hundred a run, and goes on a minute later", async () => {
    failed = Array.from({ length: 250 }, (_, n) => fail(`${n}`));
    const sweep = make();

    await ended(sweep.sweep());
    assert.equal(asked.length, 200);
    failed = failed.slice(200);
    await ended(sweep.sweep());

    assert.equal(asked.length, 250);
  });

  it("breaks off when GitHub wants less of us, and goes on with the next", async () => {
    failed = [fail("a"), fail("b")];
    const limited = hooks({ redeliver: () => Promise.reject(faults.GITHUB_RATE_LIMITED({ minutes: 1 })) });

    await make(limited).sweep();
    assert.deepEqual(counted, []);
    await time.advance(16 * MINUTE);
    await ended(make().sweep());

    assert.deepEqual(asked, ["id of a", "id of b"]);
  });

  it("doesn't count what GitHub refuses to send again", async () => {
    failed = [fail("a"), fail("b")];
    const sweep = make(
      hooks({ redeliver: (id) => Promise.resolve(id.endsWith("a") ? "refused" : "accepted") }),
    );

    await ended(sweep.sweep());

    assert.equal(counted.length, 1);
  });

  it("comes by itself, again after a failure, and not after the end", async () => {
    let calls = 0;
    const failing = hooks({
      listFailed: () => {
        calls += 1;
        return Promise.reject(faults.GITHUB_APP_REFUSED());
      },
    });
    const sweep = make(failing);
    sweep.start();
    const advance = async (wanted: number): Promise<void> =>
      until(async () => {
        await time.advance(MINUTE);
        return calls === wanted;
      });

    await advance(1);
    await advance(2);
    await sweep.stop();
    await time.advance(HOUR);

    assert.equal(calls, 2);
  });

  it("breaks off at the end of the process, and leaves the next process free to go on", async () => {
    failed = [fail("a"), fail("b"), fail("c")];
    const sweep = make();
    sweep.start();
    await until(async () => {
      await time.advance(MINUTE / 60);
      return asked.length === 1;
    });

    await sweep.stop();
    assert.equal(asked.length, 1);
    failed = failed.slice(1);
    await ended(make().sweep());

    assert.deepEqual(asked, ["id of a", "id of b", "id of c"]);
  });
});
