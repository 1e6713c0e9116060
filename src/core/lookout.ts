import { SECOND } from "./clock.ts";
import { newId } from "./ids.ts";
import type { Log } from "./log.ts";
import type { Timers } from "./timers.ts";

/** Looks again and again, in one process of all, whether something is due. */
export interface Lookout {
  start(): void;
  /** There is something that can't wait for the next look. */
  wake(): void;
  /** Breaks off what is being done. */
  stop(): Promise<void>;
}

export interface LookoutOptions {
  readonly timers: Timers;
  readonly log: Log;
  /** Does what is due, if `holder` gets or has the lease; true when there is more. */
  readonly look: (holder: string, signal: AbortSignal) => Promise<boolean>;
  /** Gives the lease back, so that another process needn't wait for its end. */
  readonly release: (holder: string) => Promise<unknown>;
  /** For the log: "realms". */
  readonly what: string;
}

const EVERY_MS = 5 * SECOND;

/** Looks every five seconds, at once when it is woken, and again at once while there is more. A look that fails is logged. */
export function createLookout({ timers, log, look, release, what }: LookoutOptions): Lookout {
  const holder = newId();
  const stopping = new AbortController();
  let isStarted = false;
  let looking: Promise<void> | undefined;
  let isWoken = false;
  let cancel = (): void => undefined;
  const lookOnce = async (): Promise<void> => {
    const hasMore = await look(holder, stopping.signal).catch((error: unknown) => {
      log.warn({ error, what }, "what is due could not be looked at");
      return false;
    });
    looking = undefined;
    arm(hasMore || isWoken ? 0 : EVERY_MS);
  };
  const arm = (milliseconds: number): void => {
    cancel();
    if (stopping.signal.aborted) return;
    cancel = timers.after(milliseconds, () => {
      isWoken = false;
      looking = lookOnce();
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
      await release(holder).catch((error: unknown) => {
        // It ends by itself.
        log.warn({ error, what }, "a lease could not be given back");
      });
    },
  };
}
