import { createInProcessWakes } from "../../../src/adapters/queue/in-process-wakes.ts";
import {
  createJobRunner,
  type JobRunner,
  type JobRunnerOptions,
} from "../../../src/adapters/queue/runner.ts";
import type { RunOutcome, JobStore } from "../../../src/adapters/queue/contract.ts";
import { defineJob, type JobRun, type JobSpec } from "../../../src/core/job.ts";
import { silentLog } from "../../../src/core/log.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

export type Handler = (run: JobRun) => Promise<void>;

export interface World {
  readonly time: ManualTime;
  readonly store: TestStore;
  /** Ends of runs as the metrics saw them. */
  readonly ends: RunOutcome[];
  /** A runner on this store; each is what another process would have. */
  readonly runner: (
    jobs: readonly JobSpec<undefined>[],
    more?: Partial<JobRunnerOptions<undefined>>,
  ) => JobRunner;
  /** Makes queued jobs of a kind. */
  readonly make: (kind: string, count?: number, runAfter?: Date) => Promise<readonly string[]>;
  readonly state: (id: string) => Promise<string | undefined>;
  readonly close: () => Promise<void>;
}

export async function openWorld(): Promise<World> {
  const time = new ManualTime();
  const store = await openTestStore({ clock: time });
  const runners: JobRunner[] = [];
  const ends: RunOutcome[] = [];
  return {
    time,
    store,
    ends,
    runner: (jobs, more = {}) => {
      const runner = createJobRunner({
        store,
        jobs,
        deps: undefined,
        clock: time,
        timers: time,
        log: silentLog,
        wake: createInProcessWakes(),
        metrics: { ran: (_, outcome) => ends.push(outcome) },
        random: () => 0.5,
        ...more,
      });
      runners.push(runner);
      return runner;
    },
    make: async (kind, count = 1, runAfter) => {
      const added = { kind, ...(runAfter === undefined ? {} : { runAfter }) };
      const made = await store.transaction((tx) =>
        tx.jobs.createMany(Array.from({ length: count }, () => added)),
      );
      return made.map(({ id }) => id);
    },
    state: async (id) => (await store.read((reads) => reads.jobs.find(id)))?.state,
    close: () => store.cleanup(),
  };
}

export function job(run: Handler, more: Partial<JobSpec<undefined>> = {}): JobSpec<undefined> {
  return defineJob({
    kind: "work",
    attempts: 3,
    leaseSeconds: 30,
    concurrency: 4,
    backoffSeconds: [10, 60],
    run,
    ...more,
  });
}

/** A store whose process can die: from then on it answers nothing. */
export function mortal(store: JobStore): { readonly store: JobStore; readonly kill: () => void } {
  let dead = false;
  const never = new Promise<never>(() => undefined);
  return {
    store: {
      transaction: (work) => (dead ? never : store.transaction(work)),
      read: (work) => (dead ? never : store.read(work)),
    },
    kill: () => {
      dead = true;
    },
  };
}
