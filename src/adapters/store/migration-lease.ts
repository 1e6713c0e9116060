import { setTimeout as pause } from "node:timers/promises";
import { addMilliseconds, MINUTE, SECOND } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import { runTransaction } from "./run-transaction.ts";
import type { SessionShared } from "./session.ts";

const LEASE = "migrations";
const LEASE_MS = MINUTE;
const RENEW_MS = 15 * SECOND;
const ASK_AGAIN_MS = 200;
const GIVE_UP_MS = 5 * MINUTE;

/** Runs `work` as the only process that migrates; the others wait. Throws STORE_BUSY when it takes minutes. */
export async function underMigrationLease<T>(
  shared: SessionShared,
  log: Log,
  work: () => Promise<T>,
): Promise<T> {
  const holder = newId();
  const acquire = (): Promise<boolean> =>
    runTransaction(shared, log, async ({ leases }) => {
      const now = shared.clock.now();
      return (await leases.acquire(LEASE, holder, now, addMilliseconds(now, LEASE_MS))) !== undefined;
    });
  const deadline = performance.now() + GIVE_UP_MS;
  while (!(await acquire())) {
    if (performance.now() > deadline) throw faults.STORE_BUSY();
    await pause(ASK_AGAIN_MS);
  }
  const renewing = setInterval(() => {
    acquire().catch((error: unknown) => log.warn({ error }, "migration lease not renewed"));
  }, RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
    await runTransaction(shared, log, ({ leases }) => leases.release(LEASE, holder));
  }
}
