import { setTimeout as pause } from "node:timers/promises";
import type { Log } from "../../core/log.ts";
import type { Transaction } from "./contract/index.ts";
import { isRepeatable, toStoreError } from "./database-errors.ts";
import { createRepositories } from "./repositories.ts";
import { Session, type AfterCommit, type SessionShared } from "./session.ts";

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 500;

/**
 * Runs `work` in a transaction, again when it lost a race (deadlock, serialisation, a key taken meanwhile). Hooks run
 * after the commit. Throws STORE_BUSY, STORE_UNREACHABLE, or what `work` threw.
 */
export async function runTransaction<T>(
  shared: SessionShared,
  log: Log,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(shared, log, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isRepeatable(error)) throw toStoreError(error);
      log.debug({ attempt }, "transaction repeated");
      await pause(jitter(attempt));
    }
  }
}

async function runOnce<T>(
  shared: SessionShared,
  log: Log,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const hooks: (() => void)[] = [];
  const afterCommit: AfterCommit = (run) => {
    hooks.push(run);
  };
  const result = await shared.sequelize.transaction((transaction) =>
    work({ ...createRepositories(new Session(shared, transaction, afterCommit)), afterCommit }),
  );
  for (const run of hooks) {
    try {
      run();
    } catch (error) {
      log.error({ error }, "a hook after the commit failed");
    }
  }
  return result;
}

/** Those that collided must not collide again: anything up to the doubled pause, in milliseconds. */
function jitter(attempt: number): number {
  return Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
}
