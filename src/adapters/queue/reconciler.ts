import { SECOND, type Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Timers } from "../../core/timers.ts";
import type { JobStore } from "./contract.ts";
import { describeError } from "./verdict.ts";

export interface ReconcilerDeps {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly found: (jobIds: readonly string[]) => void;
}

const INTERVAL_MS = 30 * SECOND;
const PAGE = 500;

/** Finds due jobs that no wake-up told of: every 30 s, and right when the next one becomes due. */
export class Reconciler {
  private readonly deps: ReconcilerDeps;
  private cancel: () => void = () => undefined;
  private fires = Infinity;
  private looking: Promise<void> | undefined;
  private stopped = false;
  /** The last page was full: there is more than was told. */
  private more = false;

  constructor(deps: ReconcilerDeps) {
    this.deps = deps;
  }

  /** Looks now; a look under way counts. */
  look(): void {
    if (this.stopped || this.looking !== undefined) return;
    this.looking = this.lookOnce().finally(() => {
      this.looking = undefined;
    });
  }

  /** The last look found a full page: there is more. */
  hadTooMuch(): boolean {
    return this.more;
  }

  /** Something becomes due at this time. */
  remind(at: Date): void {
    const now = this.deps.clock.now().getTime();
    // A lease ends after its last millisecond.
    this.arm(Math.max(at.getTime() + 1 - now, 0), now);
  }

  /** A wake-up came too early: remember when its job becomes due. */
  async lookAhead(): Promise<void> {
    try {
      const next = await this.deps.store.read(({ jobs }) => jobs.nextDue());
      if (next !== undefined && next.getTime() > this.deps.clock.now().getTime()) this.remind(next);
    } catch (error) {
      this.deps.log.warn({ error: describeError(error) }, "due jobs could not be read");
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel();
    await this.looking;
  }

  private async lookOnce(): Promise<void> {
    const now = this.deps.clock.now();
    this.fires = Infinity;
    this.arm(INTERVAL_MS, now.getTime());
    try {
      const [due, next] = await this.deps.store.read(async ({ jobs }) => {
        const ids = await jobs.listDue(now, PAGE);
        return [ids, await jobs.nextDue()] as const;
      });
      this.more = due.length === PAGE;
      // What is due already has just been found; only the future needs a timer.
      if (next !== undefined && next.getTime() > now.getTime()) this.remind(next);
      if (due.length > 0) this.deps.found(due);
    } catch (error) {
      this.deps.log.warn({ error: describeError(error) }, "due jobs could not be read");
    }
  }

  private arm(milliseconds: number, now: number): void {
    const fires = now + Math.min(milliseconds, INTERVAL_MS);
    if (this.stopped || fires >= this.fires) return;
    this.cancel();
    this.fires = fires;
    this.cancel = this.deps.timers.after(fires - now, () => {
      this.fires = Infinity;
      this.look();
    });
  }
}
