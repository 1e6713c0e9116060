import { createLookout, type Lookout } from "../../core/lookout.ts";
import type { Timers } from "../../core/timers.ts";
import { CHECK_LEASE, checkDue, type DueDeps } from "./due.ts";

export interface RealmTickerDeps extends DueDeps {
  readonly timers: Timers;
}

/** Looks which realms are to be asked. */
export function createRealmTicker(deps: RealmTickerDeps): Lookout {
  const { timers, log, store } = deps;
  return createLookout({
    ...{ timers, log, what: "realms" },
    look: (holder, signal) => checkDue(holder, signal, deps),
    release: (holder) => store.transaction((tx) => tx.leases.release(CHECK_LEASE, holder)),
  });
}
