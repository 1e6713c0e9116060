import assert from "node:assert/strict";
import type { JobStore } from "../../../src/adapters/queue/contract.ts";
import { SECOND } from "../../../src/core/clock.ts";
import { faults } from "../../../src/core/errors.ts";
import { JobDelay, type JobRun } from "../../../src/core/job.ts";
import { until } from "../../support/until.ts";
import { job, mortal, openWorld, type World } from "./start-runner.ts";

describe("job runner", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(async () => {
    await world.close();
  });

  it("runs what it is woken for, once", async () => {
    const runs: JobRun[] = [];
    const runner = world.runner([job(async (run) => void runs.push(run))]);
    runner.start();
    const [id = ""] = await world.make("work");

    runner.wake([id, id]);
    await until(() => world.ends.length === 1);
    runner.wake([id]);
    await runner.stop(0);

    assert.deepEqual(
      runs.map((run) => [run.id, run.attempt]),
      [[id, 1]],
    );
    assert.equal(await world.state(id), "succeeded");
  });

  it("runs a burst in groups: far fewer transactions than jobs", async () => {
    let transactions = 0;
    const counting: JobStore = {
      read: (work) => world.store.read(work),
      transaction: (work) => {
        transactions += 1;
        return world.store.transaction(work);
      },
    };
    const runner = world.runner([job(() => Promise.resolve(), { concurrency: 16 })], { store: counting });
    const ids = await world.make("work", 500);
    runner.start();

    runner.wake(ids);
    await until(() => world.ends.length === 500);
    await runner.stop(0);

    assert.ok(transactions <= 40, `${String(transactions)} transactions`);
  });

  it("never runs more of a kind at once than it may, and lets other kinds pass", async () => {
    let running = 0;
    let most = 0;
    const gate = Promise.withResolvers<undefined>();
    const slow = job(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
    });
    const quick = job(() => Promise.resolve(), { kind: "quick" });
    const runner = world.runner([slow, quick]);
    runner.start();
    runner.wake(await world.make("work", 30));
    await until(() => running === 4);

    runner.wake(await world.make("quick"));
    await until(() => world.ends.length === 1);
    gate.resolve(undefined);
    await until(() => world.ends.length === 31);
    await runner.stop(0);

    assert.equal(most, 4);
  });

  it("tries again after the backoff, then lets it die and tells once", async () => {
    const attempts: number[] = [];
    const told: string[] = [];
    const failing = job(
      (run) => {
        attempts.push(run.attempt);
        return Promise.reject(new Error("no luck"));
      },
      { onDead: async (run, error) => void told.push(`${run.id} ${String(error)}`) },
    );
    const runner = world.runner([failing]);
    const [id = ""] = await world.make("work");
    runner.start();
    await until(() => world.ends.length === 1);

    await world.time.advance(9 * SECOND);
    assert.deepEqual(attempts, [1]);
    await world.time.advance(2 * SECOND);
    await until(() => world.ends.length === 2);
    await world.time.advance(61 * SECOND);
    await until(() => world.ends.length === 3);
    runner.wake([id]);
    await runner.stop(0);

    assert.deepEqual(attempts, [1, 2, 3]);
    assert.deepEqual(told, [`${id} Error: no luck`]);
    assert.equal(await world.state(id), "dead");
  });

  it("lets a job die at once of a fault that repeating cannot mend", async () => {
    const told: unknown[] = [];
    const error = faults.SECRET_UNREADABLE();
    const runner = world.runner([
      job(() => Promise.reject(error), { onDead: async (_, cause) => void told.push(cause) }),
    ]);
    const [id = ""] = await world.make("work");
    runner.start();

    const outcome = await runner.runNow(id);
    await runner.stop(0);

    assert.equal(outcome, "dead");
    assert.deepEqual(told, [error]);
  });

  it("repeats a fault that may pass", async () => {
    const runner = world.runner([job(() => Promise.reject(faults.STORE_BUSY()))]);
    const [id = ""] = await world.make("work");
    runner.start();

    assert.equal(await runner.runNow(id), "retried");
    await runner.stop(0);
    assert.equal(await world.state(id), "queued");
  });

  it("comes back to a delayed job without counting it as failed", async () => {
    const attempts: number[] = [];
    const runner = world.runner([
      job(
        (run) => {
          attempts.push(run.attempt);
          if (attempts.length > 5) return Promise.resolve();
          return Promise.reject(new JobDelay(new Date(world.time.now().getTime() + 5 * SECOND)));
        },
        { attempts: 1 },
      ),
    ]);
    const [id = ""] = await world.make("work");
    runner.start();

    for (let ends = 1; ends <= 6; ends += 1) {
      await until(() => world.ends.length === ends);
      await world.time.advance(6 * SECOND);
    }
    await runner.stop(0);

    assert.deepEqual(attempts, [1, 1, 1, 1, 1, 1]);
    assert.equal(await world.state(id), "succeeded");
  });

  it("runs a job right when it becomes due, though nobody wakes it then", async () => {
    const runner = world.runner([job(() => Promise.resolve())]);
    runner.start();
    await until(() => true);
    const runAfter = new Date(world.time.now().getTime() + 7 * SECOND);
    const ids = await world.make("work", 1, runAfter);
    runner.wake(ids);
    await world.time.advance(6 * SECOND);
    assert.equal(world.ends.length, 0);

    await world.time.advance(1_100);
    await until(() => world.ends.length === 1);
    await runner.stop(0);
  });

  it("finds jobs that no wake-up told of", async () => {
    const runner = world.runner([job(() => Promise.resolve())], { wakeCapacity: 10 });
    runner.start();
    await world.time.advance(SECOND);
    await world.make("work", 30);

    await world.time.advance(31 * SECOND);
    await until(() => world.ends.length === 30);
    await runner.stop(0);
  });

  it("takes a job that its handler finished itself for done", async () => {
    const runner = world.runner([
      job((run) =>
        world.store.transaction(async (tx) => {
          assert.ok(await tx.jobs.succeed(run.id, run.holder));
        }),
      ),
    ]);
    const [id = ""] = await world.make("work");
    runner.start();

    assert.equal(await runner.runNow(id), "succeeded");
    await runner.stop(0);
  });

  it("runs a job once although two runners are woken for it", async () => {
    const runs: string[] = [];
    const spec = job(async (run) => void runs.push(run.id));
    const runners = [world.runner([spec]), world.runner([spec])];
    for (const runner of runners) runner.start();
    const ids = await world.make("work", 200);

    for (const runner of runners) runner.wake(ids);
    await until(() => world.ends.length >= 200);
    for (const runner of runners) await runner.stop(0);

    assert.equal(runs.length, 200);
    assert.equal(new Set(runs).size, 200);
  });

  it("leaves kinds that it doesn't know to others", async () => {
    const runner = world.runner([job(() => Promise.resolve())]);
    const [id = ""] = await world.make("newer-than-this-process");
    runner.start();

    runner.wake([id]);
    await runner.stop(0);

    assert.equal(await world.state(id), "queued");
  });

  describe("runNow", () => {
    it("runs a job before all that wait, and waits for its end", async () => {
      const gate = Promise.withResolvers<undefined>();
      const order: string[] = [];
      const runner = world.runner([
        job(
          async (run) => {
            order.push(run.id);
            if (order.length === 1) await gate.promise;
          },
          { concurrency: 1 },
        ),
      ]);
      const ids = await world.make("work", 5);
      runner.start();
      runner.wake(ids);
      await until(() => order.length === 1);
      const last = ids.find((id) => !order.includes(id)) ?? "";

      assert.equal(await runner.runNow(last), "succeeded");
      gate.resolve(undefined);
      await until(() => world.ends.length === 5);
      await runner.stop(0);

      assert.equal(order[1], last);
    });

    it("waits for a job that another process runs", async () => {
      const gate = Promise.withResolvers<undefined>();
      let started = false;
      const spec = job(() => {
        started = true;
        return gate.promise;
      });
      const [here, there] = [world.runner([spec]), world.runner([spec])];
      const [id = ""] = await world.make("work");
      there.start();
      await until(() => started);

      const outcome = here.runNow(id);
      await world.time.advance(SECOND);
      gate.resolve(undefined);
      await until(() => world.ends.length === 1);
      await world.time.advance(SECOND);
      await until(async () => (await world.state(id)) === "succeeded");
      void world.time.advance(SECOND);

      assert.equal(await outcome, "succeeded");
      await here.stop(0);
      await there.stop(0);
    });

    it("says at once what became of a job that is over", async () => {
      const runner = world.runner([job(() => Promise.resolve())]);
      const [id = ""] = await world.make("work");

      await runner.runNow(id);

      assert.equal(await runner.runNow(id), "succeeded");
      await runner.stop(0);
    });
  });

  describe("leases", () => {
    it("renews while the job runs, so that nobody else takes it", async () => {
      const gate = Promise.withResolvers<undefined>();
      let starts = 0;
      const spec = job(() => {
        starts += 1;
        return gate.promise;
      });
      const [one, other] = [world.runner([spec]), world.runner([spec])];
      await world.make("work");
      one.start();
      await until(() => starts === 1);
      other.start();

      for (let step = 0; step < 24; step += 1) {
        await world.time.advance(5 * SECOND);
        await until(() => true);
        await world.store.read((reads) => reads.jobs.countByState());
      }
      gate.resolve(undefined);
      await until(() => world.ends.length === 1);
      await one.stop(0);
      await other.stop(0);

      assert.equal(starts, 1);
      assert.deepEqual(world.ends, ["succeeded"]);
    });

    it("runs again elsewhere what a dead process left, and lets it die when it takes every process with it", async () => {
      const told: string[] = [];
      const attempts: number[] = [];
      const spec = job((run) => (attempts.push(run.attempt), new Promise(() => undefined)), {
        attempts: 2,
        onDead: async (run) => void told.push(run.id),
      });
      const [id = ""] = await world.make("work");
      for (let process = 0; process < 2; process += 1) {
        const doomed = mortal(world.store);
        const runner = world.runner([spec], { store: doomed.store });
        runner.start();
        await until(() => attempts.length === process + 1);
        doomed.kill();
        await world.time.advance(31 * SECOND);
      }

      const runner = world.runner([spec]);
      runner.start();
      await until(() => world.ends.length === 1);
      await runner.stop(0);

      assert.deepEqual(attempts, [1, 2]);
      assert.equal(await world.state(id), "dead");
      assert.deepEqual(told, [id]);
    });

    it("breaks off a run whose lease somebody else has, and records nothing of it", async () => {
      let signal: AbortSignal | undefined;
      const runner = world.runner([
        job((run) => {
          signal = run.signal;
          return new Promise((resolve) => run.signal.addEventListener("abort", () => resolve()));
        }),
      ]);
      const [id = ""] = await world.make("work");
      runner.start();
      await until(() => signal !== undefined);
      const later = new Date(world.time.now().getTime() + 40 * SECOND);
      const until2 = new Date(later.getTime() + 3_600 * SECOND);
      await world.store.transaction((tx) => tx.jobs.claim(id, "another", later, until2));

      await world.time.advance(21 * SECOND);
      await until(() => world.ends.length === 1);
      await runner.stop(0);

      assert.equal(signal?.aborted, true);
      assert.deepEqual(world.ends, ["lost"]);
      assert.equal(await world.state(id), "running");
    });
  });

  describe("stop", () => {
    it("lets running jobs finish and gives back what has not begun, uncounted", async () => {
      const gate = Promise.withResolvers<undefined>();
      let started = 0;
      const runner = world.runner([
        job(
          () => {
            started += 1;
            return gate.promise;
          },
          { concurrency: 2 },
        ),
      ]);
      const ids = await world.make("work", 10);
      runner.start();
      await until(() => started === 2);

      const stopped = runner.stop(10 * SECOND);
      gate.resolve(undefined);
      await stopped;

      const rows = await world.store.read((reads) => Promise.all(ids.map((id) => reads.jobs.find(id))));
      assert.equal(rows.filter((row) => row?.state === "succeeded").length, 2);
      assert.equal(rows.filter((row) => row?.state === "queued" && row.attempts === 0).length, 8);
    });

    it("breaks off at the deadline what still runs; it is run again, uncounted", async () => {
      let running = false;
      const runner = world.runner([
        job(
          (run) =>
            new Promise((_, reject) => {
              running = true;
              run.signal.addEventListener("abort", () => reject(new Error("broken off")));
            }),
        ),
      ]);
      const [id = ""] = await world.make("work");
      runner.start();
      await until(() => running);

      const stopped = runner.stop(5 * SECOND);
      await until(() => true);
      await world.time.advance(5 * SECOND);
      await stopped;

      const row = await world.store.read((reads) => reads.jobs.find(id));
      assert.deepEqual([row?.state, row?.attempts], ["queued", 0]);
    });

    it("does not wait for ever for a job that ignores the signal", async () => {
      let running = false;
      const runner = world.runner([
        job(() => {
          running = true;
          return new Promise(() => undefined);
        }),
      ]);
      await world.make("work");
      runner.start();
      await until(() => running);

      const stopped = runner.stop(5 * SECOND);
      for (let step = 0; step < 10; step += 1) await world.time.advance(SECOND);
      await stopped;
    });
  });
});
