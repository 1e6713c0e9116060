import type { JsonObject } from "./json.ts";

/** One run of a job; runs at least once, so its work must be safe to repeat. */
export interface JobRun {
  readonly id: string;
  readonly targetId: string;
  readonly payload: JsonObject;
  /** 1 for the first run. */
  readonly attempt: number;
  /** Aborted at shutdown's deadline and when the lease was lost. */
  readonly signal: AbortSignal;
  /** The current holder, for completing the job inside the handler's own transaction. */
  readonly holder: string;
}

export interface JobSpec<Deps> {
  /** Names the job in the store, logs and metrics. */
  readonly kind: string;
  /** Tries in all before the job is dead. */
  readonly attempts: number;
  /** The lease's length: renewed while the job runs. */
  readonly leaseSeconds: number;
  /** Runs of this kind at once in one process. */
  readonly concurrency: number;
  /** Wait before try n+1, in seconds, before jitter; the last one repeats. */
  readonly backoffSeconds: readonly number[];
  /** Throw a Fault with retryable false to end as dead at once; `runAfter` in a JobDelay to come back without counting as failed. */
  readonly run: (run: JobRun, deps: Deps) => Promise<void>;
  /** The job has died: tell whoever waits. */
  readonly onDead?: (run: Omit<JobRun, "signal" | "holder">, error: unknown, deps: Deps) => Promise<void>;
}

export function defineJob<Deps>(spec: JobSpec<Deps>): JobSpec<Deps> {
  return Object.freeze(spec);
}

/** Thrown by a job that is not due yet after all; it runs again at `runAfter`. */
export class JobDelay extends Error {
  readonly runAfter: Date;

  constructor(runAfter: Date) {
    super(`not before ${runAfter.toISOString()}`);
    this.name = "JobDelay";
    this.runAfter = runAfter;
  }
}
