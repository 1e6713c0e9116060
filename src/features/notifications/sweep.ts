import { addMilliseconds, MINUTE } from "../../core/clock.ts";
import { isFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { sweepDeliveries, type SweepRunDeps } from "./sweep-run.ts";

export interface Sweep {
  start(): void;
  /** Sweeps now, unless the cluster has swept lately. */
  sweep(): Promise<void>;
  /** Breaks off between two calls, and lets the next process sweep at once. */
  stop(): Promise<void>;
}

const EVERY_MS = 15 * MINUTE;
/** A process looks this often whether it is time: one that starts after a downtime doesn't wait for the next quarter. */
const LOOK_EVERY_MS = MINUTE;
const LEASE = "github-sweep";

/** Brings in what GitHub failed to deliver, every quarter of an hour, once in the whole cluster. */
export function createSweep(deps: SweepRunDeps): Sweep {
  const stopping = new AbortController();
  let cancel = (): void => undefined;
  let running: Promise<void> = Promise.resolve();
  let held: string | undefined;

  const release = async (): Promise<void> => {
    const holder = held;
    held = undefined;
    if (holder !== undefined) await deps.store.transaction((tx) => tx.leases.release(LEASE, holder));
  };
  const sweep = async (): Promise<void> => {
    const now = deps.clock.now();
    // A holder of its own for each run: the lease then tells everybody, also ourselves, that it is not time yet.
    const holder = newId();
    const end = addMilliseconds(now, EVERY_MS);
    const lease = await deps.store.transaction((tx) => tx.leases.acquire(LEASE, holder, now, end));
    if (lease === undefined) return;
    held = holder;
    const within = { signal: stopping.signal, until: addMilliseconds(end, -MINUTE) };
    const { hasMore } = await sweepDeliveries(deps, within);
    if (hasMore) await release();
  };
  const look = (): void => {
    cancel = deps.timers.after(LOOK_EVERY_MS, () => {
      running = sweep()
        .catch((error: unknown) => {
          const reason = isFault(error) ? { code: error.code } : { error };
          deps.log.warn(reason, "the sweep failed; it comes again");
        })
        .finally(() => {
          if (!stopping.signal.aborted) look();
        });
    });
  };
  return {
    start: look,
    sweep,
    stop: async () => {
      stopping.abort();
      cancel();
      await running;
      await release().catch((error: unknown) => {
        deps.log.warn({ error }, "the sweep's lease stays until it ends");
      });
    },
  };
}
