import type { JobRun, JobSpec } from "../../core/job.ts";
import type { JobRow, RunOutcome } from "./contract.ts";

/** A claimed job: waiting for its kind's turn, running, or ended and not recorded yet. */
export class HeldRun<Deps> {
  readonly row: JobRow;
  readonly spec: JobSpec<Deps>;
  readonly holder: string;
  /** The lease's end, epoch milliseconds. */
  leaseUntil: number;
  /** Set while the handler works. */
  startedAt: number | undefined;
  /** Resolves when the end is recorded. */
  readonly ended: Promise<RunOutcome>;
  private readonly breaker = new AbortController();
  private resolveEnded: (outcome: RunOutcome) => void = () => undefined;

  constructor(row: JobRow, spec: JobSpec<Deps>, holder: string, leaseUntil: number) {
    this.row = row;
    this.spec = spec;
    this.holder = holder;
    this.leaseUntil = leaseUntil;
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
  }

  get isBrokenOff(): boolean {
    return this.breaker.signal.aborted;
  }

  /** What its handler sees. */
  toRun(): JobRun {
    return { ...this.toPlainRun(), signal: this.breaker.signal, holder: this.holder };
  }

  toPlainRun(): Omit<JobRun, "signal" | "holder"> {
    const { id, targetId, payload, attempts } = this.row;
    return { id, targetId, payload, attempt: attempts };
  }

  breakOff(reason: string): void {
    this.breaker.abort(new Error(reason));
  }

  end(outcome: RunOutcome): void {
    this.resolveEnded(outcome);
  }

  /** Has a third of the lease passed? */
  needsRenewal(now: number): boolean {
    return this.leaseUntil - now < (this.spec.leaseSeconds * 1_000 * 2) / 3;
  }
}
