import { SECOND, type Clock } from "../../core/clock.ts";
import { newId } from "../../core/ids.ts";
import type { JobSpec } from "../../core/job.ts";
import type { Log } from "../../core/log.ts";
import { systemTimers, type Timers } from "../../core/timers.ts";
import { writeBatch, type Batch, type BatchResult, type Claim } from "./batch.ts";
import type { JobMetrics, JobStore, RunOutcome, WakeSource } from "./contract.ts";
import type { HeldRun } from "./held-run.ts";
import { Reconciler } from "./reconciler.ts";
import { Runs, type Ended } from "./runs.ts";
import { describeError } from "./verdict.ts";
import { WakeQueue } from "./wake-queue.ts";

export interface JobRunnerOptions<Deps> {
  readonly store: JobStore;
  readonly jobs: readonly JobSpec<Deps>[];
  readonly deps: Deps;
  readonly clock: Clock;
  readonly log: Log;
  readonly wake: WakeSource;
  readonly metrics?: JobMetrics;
  readonly timers?: Timers;
  /** 0 <= n < 1, for jitter. */
  readonly random?: () => number;
  /** Wake-ups remembered; those beyond it are found by the reconciler. */
  readonly wakeCapacity?: number;
}

export interface JobRunner {
  start(): void;
  /** Takes no more jobs; waits for running ones, breaks them off after `deadlineMs`, waits a second more for them. */
  stop(deadlineMs: number): Promise<void>;
  /** These jobs are due; call it from afterCommit. */
  wake(jobIds: readonly string[]): void;
  /**
   * Runs the job at once, before all others, or waits for whoever runs it (at most 10 s). Resolves with what became of
   * that run; `lost` when nobody could say in time. Throws what the store throws.
   */
  runNow(jobId: string): Promise<RunOutcome>;
}

const noMetrics: JobMetrics = { ran: () => undefined };
const DEFAULT_WAKE_CAPACITY = 10_000;
const SORT_AT_ONCE = 500;
const SETTLE_AT_ONCE = 100;
const STORE_PAUSE_MS = SECOND;
const LAST_GRACE_MS = SECOND;
const ELSEWHERE_POLL_MS = 200;
const ELSEWHERE_WAIT_MS = 10 * SECOND;

/** Runs jobs whose row leases it wins. SQL is the only truth: wake-ups and memory only make it faster. */
export function createJobRunner<Deps>(options: JobRunnerOptions<Deps>): JobRunner {
  return new SqlJobRunner(options);
}

class SqlJobRunner<Deps> implements JobRunner {
  private readonly options: JobRunnerOptions<Deps>;
  private readonly specs: ReadonlyMap<string, JobSpec<Deps>>;
  private readonly timers: Timers;
  private readonly queue: WakeQueue;
  private readonly runs: Runs<Deps>;
  private readonly reconciler: Reconciler;
  private pumping: Promise<void> | undefined;
  private pumpAgain = false;
  private stopping = false;

  constructor(options: JobRunnerOptions<Deps>) {
    const { store, clock, log, deps, jobs } = options;
    this.options = options;
    this.specs = new Map(jobs.map((spec) => [spec.kind, spec]));
    this.timers = options.timers ?? systemTimers;
    this.queue = new WakeQueue(options.wakeCapacity ?? DEFAULT_WAKE_CAPACITY);
    const { timers } = this;
    this.runs = new Runs({
      specs: jobs,
      deps,
      clock,
      log,
      timers,
      metrics: options.metrics ?? noMetrics,
      random: options.random ?? Math.random,
      changed: () => this.pump(),
    });
    this.reconciler = new Reconciler({ store, clock, timers, log, found: (ids) => this.hear(ids) });
  }

  start(): void {
    this.options.wake.listen((ids) => this.hear(ids));
    this.reconciler.look();
  }

  wake(jobIds: readonly string[]): void {
    this.options.wake.send(jobIds);
  }

  async runNow(jobId: string): Promise<RunOutcome> {
    const run = this.runs.find(jobId) ?? (await this.claimNow(jobId)) ?? this.runs.find(jobId);
    if (run === undefined) return this.awaitElsewhere(jobId);
    this.runs.begin(run);
    this.pump();
    return run.ended;
  }

  async stop(deadlineMs: number): Promise<void> {
    this.stopping = true;
    await this.options.wake.close();
    await this.reconciler.stop();
    this.queue.clear();
    await this.pumped();
    this.runs.giveBackWaiting();
    this.pump();
    await this.runs.awaitWorking(deadlineMs);
    this.runs.breakOffAll();
    await this.runs.awaitWorking(LAST_GRACE_MS);
    this.pump();
    await this.pumped();
    await this.runs.close();
  }

  private async pumped(): Promise<void> {
    while (this.pumping !== undefined) await this.pumping;
  }

  private hear(jobIds: readonly string[]): void {
    if (this.stopping) return;
    for (const id of jobIds) if (this.runs.find(id) === undefined) this.queue.add(id);
    this.pump();
  }

  /** Writes and claims until there is nothing to do; one at a time, so that what comes meanwhile is grouped. */
  private pump(): void {
    this.pumpAgain = true;
    this.pumping ??= this.pumpAll().then((written) => {
      this.pumping = undefined;
      if (written && this.pumpAgain) this.pump();
    });
  }

  /** False when the store failed: it is tried again later. */
  private async pumpAll(): Promise<boolean> {
    try {
      while (this.pumpAgain) {
        this.pumpAgain = false;
        // Lets those of the same turn of the event loop join.
        await Promise.resolve();
        if (this.queue.hasUnsorted) await this.sortWakes();
        await this.writeOnce();
      }
    } catch (error) {
      this.options.log.warn({ error: describeError(error) }, "jobs could not be written");
      if (!this.stopping) this.timers.after(STORE_PAUSE_MS, () => this.pump());
      return false;
    }
    if (this.queue.isEmpty && !this.stopping && (this.queue.takeDropped() || this.reconciler.hadTooMuch())) {
      this.reconciler.look();
    }
    return true;
  }

  private async sortWakes(): Promise<void> {
    const ids = this.queue.listUnsorted(SORT_AT_ONCE);
    const kinds = await this.options.store.read(({ jobs }) => jobs.listKinds(ids));
    this.queue.sort(ids, kinds, (kind) => this.specs.has(kind));
    if (this.queue.hasUnsorted) this.pumpAgain = true;
  }

  /** One transaction, if there is anything to write. What could not be written is kept for the next. */
  private async writeOnce(): Promise<void> {
    const ended = this.runs.takeEnded(SETTLE_AT_ONCE);
    const batch = this.makeBatch(ended);
    if (batch.settlements.length + batch.renewals.length + batch.claims.length === 0) return;
    try {
      this.takeResult(batch, await writeBatch(this.options.store, batch), ended);
    } catch (error) {
      this.runs.putBackEnded(ended);
      for (const claim of batch.claims) for (const id of claim.ids) this.queue.add(id);
      throw error;
    }
    if (this.runs.hasEnded()) this.pumpAgain = true;
  }

  private makeBatch(ended: readonly Ended<Deps>[]): Batch {
    const now = this.options.clock.now();
    const over = new Set(ended.map(({ run }) => run));
    const renewing = this.runs.list().filter((run) => run.needsRenewal(now.getTime()) && !over.has(run));
    return {
      now,
      settlements: ended.map(({ run, verdict }) => ({ id: run.row.id, holder: run.holder, verdict })),
      renewals: renewing.map((run) => ({
        id: run.row.id,
        holder: run.holder,
        until: leaseEnd(run.spec, now),
      })),
      claims: this.stopping ? [] : this.makeClaims(now),
    };
  }

  private makeClaims(now: Date): readonly Claim[] {
    return this.queue.kinds().flatMap((kind) => {
      const spec = this.specs.get(kind);
      const ids = spec === undefined ? [] : this.queue.take(kind, this.runs.room(spec));
      return spec === undefined || ids.length === 0 ? [] : [toClaim(spec, ids, now)];
    });
  }

  private takeResult(batch: Batch, result: BatchResult, ended: readonly Ended<Deps>[]): void {
    for (const { id, until } of batch.renewals) {
      const run = this.runs.find(id);
      if (run === undefined) continue;
      if (result.lost.has(id)) this.runs.loseLease(run);
      else run.leaseUntil = until.getTime();
    }
    for (const end of ended) {
      if (end.verdict.kind === "retry" || end.verdict.kind === "delay") {
        this.reconciler.remind(end.verdict.runAfter);
      }
      this.runs.finish(end, result.outcomes.get(end.run.row.id) ?? "lost");
    }
    batch.claims.forEach((claim, index) => {
      const rows = result.claimed[index] ?? [];
      for (const row of rows) this.holdClaimed(row, claim);
      if (rows.length < claim.ids.length) void this.reconciler.lookAhead();
    });
    if (this.stopping) this.runs.giveBackWaiting();
    else this.runs.beginWaiting();
    if (ended.length > 0 && !this.queue.isEmpty) this.pumpAgain = true;
  }

  private holdClaimed(row: BatchResult["claimed"][number][number], claim: Claim): HeldRun<Deps> | undefined {
    const spec = this.specs.get(row.kind);
    return spec === undefined ? undefined : this.runs.hold(row, spec, claim.holder, claim.until);
  }

  /** A transaction of its own: somebody waits. */
  private async claimNow(jobId: string): Promise<HeldRun<Deps> | undefined> {
    const { store, clock } = this.options;
    const now = clock.now();
    const row = await store.read(({ jobs }) => jobs.find(jobId));
    const spec = row === undefined ? undefined : this.specs.get(row.kind);
    if (spec === undefined || this.stopping) return undefined;
    const claim = toClaim(spec, [jobId], now);
    const result = await writeBatch(store, { now, settlements: [], renewals: [], claims: [claim] });
    const claimed = result.claimed[0]?.[0];
    return claimed === undefined ? undefined : this.holdClaimed(claimed, claim);
  }

  private async awaitElsewhere(jobId: string): Promise<RunOutcome> {
    const { store, clock } = this.options;
    const patience = clock.now().getTime() + ELSEWHERE_WAIT_MS;
    for (;;) {
      const here = this.runs.find(jobId);
      if (here !== undefined) return here.ended;
      const row = await store.read(({ jobs }) => jobs.find(jobId));
      if (row === undefined || clock.now().getTime() >= patience) return "lost";
      if (row.state === "succeeded") return "succeeded";
      if (row.state !== "running") return row.state === "queued" ? "retried" : "dead";
      await new Promise<void>((resolve) => this.timers.after(ELSEWHERE_POLL_MS, resolve));
    }
  }
}

function toClaim<Deps>(spec: JobSpec<Deps>, ids: readonly string[], now: Date): Claim {
  // A holder of its own for each claim: a lease lost and won again by this process is not the same lease.
  return { ids, holder: newId(), until: leaseEnd(spec, now) };
}

function leaseEnd<Deps>(spec: JobSpec<Deps>, now: Date): Date {
  return new Date(now.getTime() + spec.leaseSeconds * SECOND);
}
