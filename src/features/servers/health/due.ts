import type { ServerRecord } from "../../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../../core/clock.ts";
import { mapConcurrently } from "../../../core/concurrency.ts";
import type { Log } from "../../../core/log.ts";
import { checkServer, type CheckDeps } from "./check.ts";

export interface DueDeps extends CheckDeps {
  readonly log: Log;
}

export const CHECK_LEASE = "server-check";
const EVERY_MS = MINUTE;
/** Longer than the slowest look takes: all of them hang. */
const LEASE_MS = 4 * MINUTE;
const AT_ONCE = 24;
const CONCURRENCY = 12;

/**
 * Looks at the servers that nobody looked at for a minute, one process of the cluster at a time. Their rows say when, so that
 * nothing is lost or doubled whoever looks, and whenever they died. True where there may be more that is due.
 */
export async function checkDue(holder: string, signal: AbortSignal, deps: DueDeps): Promise<boolean> {
  if ((await listDue(1, deps)).length === 0 || !(await acquire(holder, deps))) return false;
  // Whoever had the lease before may have just looked at them.
  const due = await listDue(AT_ONCE, deps);
  let kept = 0;
  const isOver = (): boolean => signal.aborted;
  await mapConcurrently(due, CONCURRENCY, async (server) => {
    if (isOver()) return;
    try {
      await checkServer(server, deps, signal);
      kept += 1;
    } catch (error) {
      // What was broken off is due still.
      if (isOver()) return;
      deps.log.warn({ serverId: server.id, error }, "a server could not be checked");
      await putOff(server, deps);
    }
  });
  // What can't be kept is due still: it must not keep us busy.
  return due.length === AT_ONCE && kept > 0;
}

/** It must not be looked at every few seconds, for ever. */
async function putOff({ id }: ServerRecord, { store, clock, log }: DueDeps): Promise<void> {
  await store
    .transaction((tx) => tx.servers.change(id, { checkedAt: clock.now() }))
    .catch((error: unknown) => {
      log.warn({ serverId: id, error }, "a server's check could not be put off");
    });
}

function listDue(limit: number, { store, clock }: DueDeps): Promise<readonly ServerRecord[]> {
  const before = addMilliseconds(clock.now(), -EVERY_MS);
  return store.read((reads) => reads.servers.listDueForCheck(before, limit));
}

async function acquire(holder: string, { store, clock }: DueDeps): Promise<boolean> {
  const now = clock.now();
  const until = addMilliseconds(now, LEASE_MS);
  const lease = await store.transaction((tx) => tx.leases.acquire(CHECK_LEASE, holder, now, until));
  return lease !== undefined;
}
