import type { FailedHookDelivery, GitHubHookDeliveries } from "../../adapters/github/contract/index.ts";
import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY, MINUTE, type Clock } from "../../core/clock.ts";
import { isFault } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { Timers } from "../../core/timers.ts";
import { planSweep } from "./sweep-plan.ts";

export interface SweepRunDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly hookDeliveries: GitHubHookDeliveries;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** For how many days we know again what we received. */
  readonly rememberedDays: number;
  readonly metrics?: { readonly countSwept: (event: string) => void };
}

export interface SweepOutcome {
  readonly redelivered: number;
  /** More waits than one run takes. */
  readonly hasMore: boolean;
}

const SOURCE = "github";
/** GitHub forgets deliveries after three days. */
const LONGEST_DAYS = 3;
/** GitHub's clock and ours differ, and an attempt may end after a later one. */
const MARGIN_MS = 5 * MINUTE;
const MOST_A_RUN = 200;
/** About 170 a minute: half of what GitHub's secondary limit lets an App write. */
const PAUSE_MS = 350;

/**
 * Finds what GitHub failed to deliver and asks for it again. It may end or be repeated anywhere: receipt knows repeats by
 * their guid, and how far all is well is written only of what was seen to be well.
 */
export async function sweepDeliveries(
  deps: SweepRunDeps,
  within: { readonly signal: AbortSignal; readonly until: Date },
): Promise<SweepOutcome> {
  const now = deps.clock.now();
  const since = await findSince(deps, now);
  const { failed, isComplete } = await deps.hookDeliveries.listFailed(since, within.signal);
  if (within.signal.aborted) return { redelivered: 0, hasMore: false };
  if (!isComplete) deps.log.warn({ since }, "github failed to deliver more than can be read at once");
  const guids = failed.map(({ guid }) => guid);
  const states = await deps.store.read((reads) => reads.deliveries.listStates(SOURCE, guids));
  const { due, fineUntil } = planSweep(failed, states, now);
  if (isComplete) await deps.store.transaction((tx) => writeMark(tx, now, fineUntil));
  const wanted = due.slice(0, MOST_A_RUN);
  const { redelivered, isEnded } = await redeliverAll(wanted, deps, within);
  if (redelivered > 0) await tell(redelivered, due.length, deps);
  return { redelivered, hasMore: !isEnded && due.length > wanted.length };
}

async function redeliverAll(
  wanted: readonly FailedHookDelivery[],
  deps: SweepRunDeps,
  { signal, until }: { readonly signal: AbortSignal; readonly until: Date },
): Promise<{ readonly redelivered: number; readonly isEnded: boolean }> {
  let redelivered = 0;
  for (const [index, { id, guid, event }] of wanted.entries()) {
    if (index > 0) await pause(deps.timers, signal);
    if (signal.aborted || deps.clock.now() >= until) return { redelivered, isEnded: true };
    try {
      const outcome = await deps.hookDeliveries.redeliver(id);
      deps.log.debug({ guid, event, outcome }, "github was asked to deliver again");
      if (outcome === "refused") continue;
      redelivered += 1;
      deps.metrics?.countSwept(event);
    } catch (error) {
      // GitHub is away or wants less of us: the next sweep goes on.
      if (!isFault(error) || !error.retryable) throw error;
      deps.log.info({ code: error.code }, "the sweep broke off");
      return { redelivered, isEnded: true };
    }
  }
  return { redelivered, isEnded: false };
}

// A lease that nobody fights for keeps a time durably: up to when everything is known to have reached us.
const MARK = { name: "github-swept-until", holder: "mark" } as const;

async function findSince({ store, rememberedDays }: SweepRunDeps, now: Date): Promise<Date> {
  const mark = await store.transaction((tx) => tx.leases.find(MARK.name));
  const longest = addMilliseconds(now, -Math.min(LONGEST_DAYS, rememberedDays) * DAY);
  if (mark === undefined) return longest;
  const marked = addMilliseconds(mark.until, -MARGIN_MS);
  return marked > longest ? marked : longest;
}

async function writeMark(tx: Transaction, now: Date, fineUntil: Date): Promise<void> {
  await tx.leases.acquire(MARK.name, MARK.holder, now, fineUntil);
}

async function tell(redelivered: number, missing: number, { store, log }: SweepRunDeps): Promise<void> {
  log.info({ redelivered, missing }, "github was asked for what it failed to deliver");
  await store.transaction((tx) =>
    tx.events.record({
      actorType: "component",
      actorId: "github-sweep",
      entityType: "sweep",
      entityId: SOURCE,
      verb: "redelivered",
      data: { redelivered, missing },
    }),
  );
}

function pause(timers: Timers, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(PAUSE_MS, done);
    signal.addEventListener("abort", done, { once: true });
    function done(): void {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
