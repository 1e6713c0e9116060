import type { RealmRecord, ServerRecord, Store } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../core/clock.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import type { Log } from "../../core/log.ts";
import { checkRealm, type CheckDeps } from "./check.ts";

export interface DueDeps extends CheckDeps {
  readonly log: Log;
}

export const CHECK_LEASE = "realm-check";
/** Longer than the slowest look takes: all of them hang, ten seconds each. */
const LEASE_MS = 2 * MINUTE;
const AT_ONCE = 80;
const CONCURRENCY = 16;

/**
 * Asks the realms whose time has come, one process of the cluster at a time. Their rows say when, so that nothing is lost or
 * doubled whoever looks, and whenever they died. True where there may be more that is due.
 */
export async function checkDue(holder: string, signal: AbortSignal, deps: DueDeps): Promise<boolean> {
  if (!(await isAnyDue(deps)) || !(await acquire(holder, deps))) return false;
  // Whoever had the lease before may have just asked them.
  const due = await listDue(deps);
  let kept = 0;
  await mapConcurrently(due, CONCURRENCY, async ({ realm, server }) => {
    if (signal.aborted) return;
    try {
      await checkRealm(realm, server, deps, signal);
      kept += 1;
    } catch (error) {
      deps.log.warn({ realmId: realm.id, error }, "a realm could not be checked");
      await putOff(realm, deps);
    }
  });
  // What can't be kept is due still: it must not keep us busy.
  return due.length === AT_ONCE && kept > 0;
}

/** Whoever runs the address has done nothing to be asked every five seconds. */
async function putOff(realm: RealmRecord, { store, clock, log }: DueDeps): Promise<void> {
  const later = addMilliseconds(clock.now(), MINUTE);
  await store
    .transaction((tx) => tx.realms.postponeCheck(realm, later))
    .catch((error: unknown) => {
      log.warn({ realmId: realm.id, error }, "a realm's check could not be put off");
    });
}

function isAnyDue({ store, clock }: DueDeps): Promise<boolean> {
  return store.read(async ({ realms }) => (await realms.listDueForCheck(clock.now(), 1)).length > 0);
}

async function acquire(holder: string, { store, clock }: DueDeps): Promise<boolean> {
  const now = clock.now();
  const until = addMilliseconds(now, LEASE_MS);
  const lease = await store.transaction((tx) => tx.leases.acquire(CHECK_LEASE, holder, now, until));
  return lease !== undefined;
}

function listDue({
  store,
  clock,
}: {
  readonly store: Pick<Store, "read">;
  readonly clock: DueDeps["clock"];
}): Promise<readonly { readonly realm: RealmRecord; readonly server: ServerRecord | undefined }[]> {
  return store.read(async (reads) => {
    const realms = await reads.realms.listDueForCheck(clock.now(), AT_ONCE);
    if (realms.length === 0) return [];
    const servers = await reads.servers.listByIds([...new Set(realms.map(({ serverId }) => serverId))]);
    const byId = new Map(servers.map((server) => [server.id, server]));
    return realms.map((realm) => ({ realm, server: byId.get(realm.serverId) }));
  });
}
