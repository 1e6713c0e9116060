import { SECOND } from "../../../core/clock.ts";
import { newId } from "../../../core/ids.ts";
import type { Timers } from "../../../core/timers.ts";
import { CHECK_LEASE, checkDue, type DueDeps } from "./due.ts";

export interface ServerTickerDeps extends DueDeps {
  readonly timers: Timers;
}

export interface ServerTicker {
  start(): void;
  /** There is something to look at that can't wait for the next look. */
  wake(): void;
  /** Breaks off what is being looked at. */
  stop(): Promise<void>;
}

const EVERY_MS = 5 * SECOND;

/** Looks every five seconds, and at once when it is woken, which servers are to be looked at. */
export function createServerTicker(deps: ServerTickerDeps): ServerTicker {
  const holder = newId();
  const stopping = new AbortController();
  let isStarted = false;
  let looking: Promise<void> | undefined;
  let isWoken = false;
  let cancel = (): void => undefined;
  const look = async (): Promise<void> => {
    const hasMore = await checkDue(holder, stopping.signal, deps).catch((error: unknown) => {
      deps.log.warn({ error }, "due servers could not be read");
      return false;
    });
    looking = undefined;
    arm(hasMore || isWoken ? 0 : EVERY_MS);
  };
  const arm = (milliseconds: number): void => {
    cancel();
    if (stopping.signal.aborted) return;
    cancel = deps.timers.after(milliseconds, () => {
      isWoken = false;
      looking = look();
    });
  };
  return {
    start: () => {
      isStarted = true;
      arm(0);
    },
    wake: () => {
      isWoken = true;
      if (isStarted && looking === undefined) arm(0);
    },
    stop: async () => {
      stopping.abort();
      cancel();
      await looking;
      if (!isStarted) return;
      isStarted = false;
      await deps.store
        .transaction((tx) => tx.leases.release(CHECK_LEASE, holder))
        .catch((error: unknown) => {
          // It ends by itself.
          deps.log.warn({ error }, "the lease of the checks of servers could not be given back");
        });
    },
  };
}
