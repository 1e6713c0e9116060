import { SECOND, type Clock } from "../../core/clock.ts";
import type { JobSpec } from "../../core/job.ts";
import type { Log } from "../../core/log.ts";
import type { Timers } from "../../core/timers.ts";
import type { JobMetrics, JobRow, RunOutcome } from "./contract.ts";
import { HeldRun } from "./held-run.ts";
import { describeError, judgeFailure, type Verdict } from "./verdict.ts";

export interface RunsDeps<Deps> {
  readonly specs: readonly JobSpec<Deps>[];
  readonly deps: Deps;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: JobMetrics;
  readonly timers: Timers;
  readonly random: () => number;
  /** There is something to write: an end, or leases to renew. */
  readonly changed: () => void;
}

export interface Ended<Deps> {
  readonly run: HeldRun<Deps>;
  readonly verdict: Verdict;
}

/** The jobs this process holds: waiting for their kind's turn, running, or ended and not recorded yet. */
export class Runs<Deps> {
  private readonly options: RunsDeps<Deps>;
  private readonly held = new Map<string, HeldRun<Deps>>();
  private readonly working = new Set<Promise<void>>();
  private readonly workingByKind = new Map<string, number>();
  private readonly heldByKind = new Map<string, number>();
  private readonly recording = new Set<Promise<void>>();
  private ended: Ended<Deps>[] = [];
  private cancelHeartbeat: (() => void) | undefined;

  constructor(options: RunsDeps<Deps>) {
    this.options = options;
  }

  find(id: string): HeldRun<Deps> | undefined {
    return this.held.get(id);
  }

  list(): readonly HeldRun<Deps>[] {
    return [...this.held.values()];
  }

  /** How many more jobs of a kind may be held: twice what runs at once, so that claims come in groups. */
  room(spec: JobSpec<Deps>): number {
    return 2 * spec.concurrency - (this.heldByKind.get(spec.kind) ?? 0);
  }

  hasEnded(): boolean {
    return this.ended.length > 0;
  }

  takeEnded(limit: number): readonly Ended<Deps>[] {
    return this.ended.splice(0, limit);
  }

  putBackEnded(ended: readonly Ended<Deps>[]): void {
    this.ended.unshift(...ended);
  }

  hold(row: JobRow, spec: JobSpec<Deps>, holder: string, leaseUntil: Date): HeldRun<Deps> {
    const run = new HeldRun(row, spec, holder, leaseUntil.getTime());
    this.held.set(row.id, run);
    count(this.heldByKind, row.kind, 1);
    this.cancelHeartbeat ??= this.armHeartbeat();
    if (row.attempts > spec.attempts) {
      // Every attempt was counted when it was claimed and none came to an end: the job takes its process with it.
      const error = new Error("the process ended during every attempt");
      run.startedAt = this.now();
      this.ended.push({ run, verdict: { kind: "die", error: describeError(error), cause: error } });
    }
    return run;
  }

  /** Starts what waits, as far as each kind's bound allows. */
  beginWaiting(): void {
    for (const run of this.held.values()) {
      const { kind, concurrency } = run.spec;
      if (run.startedAt === undefined && (this.workingByKind.get(kind) ?? 0) < concurrency) this.begin(run);
    }
  }

  /** Starts a run now, unless it has been started. */
  begin(run: HeldRun<Deps>): void {
    if (run.startedAt !== undefined) return;
    run.startedAt = this.now();
    count(this.workingByKind, run.spec.kind, 1);
    const work = this.work(run).then((verdict) => {
      count(this.workingByKind, run.spec.kind, -1);
      this.ended.push({ run, verdict });
      this.options.changed();
    });
    this.working.add(work);
    void work.finally(() => this.working.delete(work));
  }

  /** The end is written: tells whoever waits. */
  finish({ run, verdict }: Ended<Deps>, outcome: RunOutcome): void {
    this.held.delete(run.row.id);
    count(this.heldByKind, run.spec.kind, -1);
    const seconds = (this.now() - (run.startedAt ?? this.now())) / SECOND;
    this.options.metrics.ran(run.spec.kind, outcome, seconds);
    this.report(run, verdict, outcome);
    const died = outcome === "dead" && verdict.kind === "die" ? this.tellDead(run, verdict.cause) : undefined;
    const told = (died ?? Promise.resolve()).then(() => run.end(outcome));
    this.recording.add(told);
    void told.finally(() => this.recording.delete(told));
  }

  /** Somebody else has the job now. */
  loseLease(run: HeldRun<Deps>): void {
    if (run.isBrokenOff) return;
    this.options.log.warn({ jobId: run.row.id, kind: run.spec.kind }, "job lease lost");
    run.breakOff("the job's lease was lost");
    if (run.startedAt !== undefined) return;
    run.startedAt = this.now();
    this.ended.push({ run, verdict: { kind: "delay", runAfter: this.options.clock.now() } });
  }

  /** Gives back what has not started, as if it had never been claimed. */
  giveBackWaiting(): void {
    const runAfter = this.options.clock.now();
    for (const run of this.held.values()) {
      if (run.startedAt !== undefined) continue;
      run.startedAt = runAfter.getTime();
      this.ended.push({ run, verdict: { kind: "delay", runAfter } });
    }
  }

  breakOffAll(): void {
    for (const run of this.held.values()) run.breakOff("the process is stopping");
  }

  /** Resolves when no handler works any more, or after `milliseconds`. */
  async awaitWorking(milliseconds: number): Promise<void> {
    if (this.working.size === 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.options.timers.after(milliseconds, resolve);
      void Promise.all(this.working).then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Ends when whoever waits for recorded ends has been told. */
  async close(): Promise<void> {
    this.cancelHeartbeat?.();
    await Promise.all(this.recording);
  }

  private async work(run: HeldRun<Deps>): Promise<Verdict> {
    try {
      await run.spec.run(run.toRun(), this.options.deps);
      return { kind: "succeed" };
    } catch (error) {
      return judgeFailure(run.spec, {
        error,
        attempt: run.row.attempts,
        now: this.options.clock.now(),
        random: this.options.random,
        brokenOff: run.isBrokenOff,
      });
    }
  }

  private async tellDead(run: HeldRun<Deps>, cause: unknown): Promise<void> {
    try {
      await run.spec.onDead?.(run.toPlainRun(), cause, this.options.deps);
    } catch (error) {
      const fields = { jobId: run.row.id, kind: run.spec.kind, error: describeError(error) };
      this.options.log.error(fields, "nobody could be told of a dead job");
    }
  }

  private report(run: HeldRun<Deps>, verdict: Verdict, outcome: RunOutcome): void {
    const fields = { jobId: run.row.id, kind: run.spec.kind, attempt: run.row.attempts, outcome };
    if (verdict.kind === "die") this.options.log.error({ ...fields, error: verdict.error }, "job is dead");
    else if (verdict.kind === "retry")
      this.options.log.warn({ ...fields, error: verdict.error }, "job failed and runs again");
    else this.options.log.debug(fields, "job ended");
  }

  /** A third of the shortest lease: leases are renewed in time, and one that ran out unnoticed breaks its run off. */
  private armHeartbeat(): () => void {
    const shortest = Math.min(...this.options.specs.map((spec) => spec.leaseSeconds)) * SECOND;
    return this.options.timers.after(shortest / 3, () => {
      this.cancelHeartbeat = this.held.size > 0 ? this.armHeartbeat() : undefined;
      for (const run of this.held.values()) if (run.leaseUntil <= this.now()) this.loseLease(run);
      this.options.changed();
    });
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}

function count(counts: Map<string, number>, kind: string, change: number): void {
  counts.set(kind, (counts.get(kind) ?? 0) + change);
}
