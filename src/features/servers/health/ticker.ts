import { createLookout, type Lookout } from "../../../core/lookout.ts";
import type { Timers } from "../../../core/timers.ts";
import { CHECK_LEASE, checkDue, type DueDeps } from "./due.ts";

export interface ServerTickerDeps extends DueDeps {
  readonly timers: Timers;
}

/** Looks which servers are to be looked at. */
export function createServerTicker(deps: ServerTickerDeps): Lookout {
  const { timers, log, store } = deps;
  return createLookout({
    ...{ timers, log, what: "servers" },
    look: (holder, signal) => checkDue(holder, signal, deps),
    release: (holder) => store.transaction((tx) => tx.leases.release(CHECK_LEASE, holder)),
  });
}
