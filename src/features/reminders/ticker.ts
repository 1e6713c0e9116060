import type { ScheduleRecord, Store, Transaction } from "../../adapters/store/contract/index.ts";
import { SECOND, type Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Timers } from "../../core/timers.ts";
import { LATEST_MS } from "./job.ts";
import { recordFate, toRule } from "./schedule.ts";
import { lastRun, nextRun } from "./wall-time.ts";

export interface TickerDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

export interface Ticker {
  start(): void;
  /** Ends after the statement under way. */
  stop(): Promise<void>;
}

const EVERY_MS = 30 * SECOND;
const AT_ONCE = 100;

/**
 * Turns schedules whose time has come into jobs. Every process looks, every 30 s and right when the next one is due; the
 * one that moves a schedule on to its next time makes the job, so that each time is run once in the whole cluster.
 */
export function createReminderTicker(deps: TickerDeps): Ticker {
  let stopping = false;
  let looking: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;
  const arm = (milliseconds: number): void => {
    if (stopping) return;
    cancel = deps.timers.after(milliseconds, () => {
      looking = look().catch((error: unknown) => {
        deps.log.warn({ error }, "due reminders could not be read");
        arm(EVERY_MS);
      });
    });
  };
  const look = async (): Promise<void> => {
    const due = await deps.store.read((reads) => reads.schedules.listDue(deps.clock.now(), AT_ONCE));
    let moved = 0;
    for (const schedule of due) if (!stopping && (await fire(schedule, deps))) moved += 1;
    if (due.length > 0 && moved === 0) {
      // What can't be moved on is due still: it must not keep us busy.
      arm(EVERY_MS);
      return;
    }
    const next = await deps.store.read((reads) => reads.schedules.nextDue());
    const wait = next === undefined ? EVERY_MS : next.getTime() - deps.clock.now().getTime();
    arm(Math.min(Math.max(wait, 0), EVERY_MS));
  };
  return {
    start: () => {
      arm(0);
    },
    stop: async () => {
      stopping = true;
      cancel();
      await looking;
    },
  };
}

/** False when it could not be done. */
async function fire(schedule: ScheduleRecord, deps: TickerDeps): Promise<boolean> {
  try {
    await deps.store.transaction((tx) => moveOn(tx, schedule, deps));
    return true;
  } catch (error) {
    deps.log.error({ scheduleId: schedule.id, error }, "a reminder that is due could not be run");
    return false;
  }
}

/** What was missed while nobody looked is skipped, but for the last time, if that isn't too long ago. */
async function moveOn(tx: Transaction, schedule: ScheduleRecord, deps: TickerDeps): Promise<void> {
  const now = deps.clock.now();
  const rule = toRule(schedule);
  if (!(await tx.schedules.advance(schedule.id, now, nextRun(rule, now)))) return;
  const planned = schedule.nextRunAt ?? now;
  const last = lastRun(rule, now);
  // A timezone whose rules were changed meanwhile may put the time that was planned behind all others.
  const occurrence = last > planned ? last : planned;
  const isLate = now.getTime() - occurrence.getTime() > LATEST_MS;
  if (isLate || occurrence > planned) {
    const data = { reason: "nobody was there", from: planned.toISOString(), late: isLate };
    await recordFate(tx, schedule, { verb: "skipped", data });
  }
  if (isLate) return;
  const job = await tx.jobs.create({
    kind: "reminder",
    targetId: schedule.id,
    payload: { occurrence: occurrence.toISOString() },
  });
  tx.afterCommit(() => {
    deps.wakeJobs([job.id]);
  });
}
