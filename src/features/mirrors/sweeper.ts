import { HOUR, MINUTE } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Timers } from "../../core/timers.ts";
import type { Mirrors } from "./deps.ts";

export interface MirrorSweeper {
  start(): void;
  /** Ends after the sweep under way. */
  stop(): Promise<void>;
}

const EVERY_MS = HOUR;
const FIRST_AFTER_MS = 2 * MINUTE;

/** Sweeps this process's own disk, once an hour: no other one can. */
export function createMirrorSweeper(deps: {
  readonly mirrors: Pick<Mirrors, "sweep">;
  readonly timers: Timers;
  readonly log: Log;
}): MirrorSweeper {
  let isStopping = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;
  const schedule = (milliseconds: number): void => {
    cancel = deps.timers.after(milliseconds, () => {
      running = deps.mirrors
        .sweep()
        .catch((error: unknown) => {
          deps.log.warn({ error }, "mirrors could not be swept; it comes again");
        })
        .finally(() => {
          if (!isStopping) schedule(EVERY_MS);
        });
    });
  };
  return {
    start: () => {
      schedule(FIRST_AFTER_MS);
    },
    stop: async () => {
      isStopping = true;
      cancel();
      await running;
    },
  };
}
