import { QueryTypes } from "sequelize";
import type { Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { connect } from "./connection.ts";
import type { Reads, Store } from "./contract/index.ts";
import { toStoreError } from "./database-errors.ts";
import { createMigrator } from "./migrator.ts";
import { defineModels } from "./models.ts";
import { createReads } from "./repositories.ts";
import { runTransaction } from "./run-transaction.ts";
import type { SecretVault } from "./secrets.ts";
import { Session, type NewUserJob, type SessionShared } from "./session.ts";

const PING_MS = 5_000;

export interface StoreOptions {
  readonly url: string;
  readonly vault: SecretVault;
  readonly clock: Clock;
  readonly log: Log;
  /** Queued in the transaction that makes a user's row. */
  readonly newUserJob?: NewUserJob;
  /** Where the migrations are, when not beside the program. */
  readonly migrationsFolder?: string;
}

/**
 * Opens the database, which must have exactly the migrations that this program knows. Throws STORE_SCHEMA_OLDER
 * (run `migrate` first), STORE_SCHEMA_NEWER, STORE_UNREACHABLE.
 */
export async function createStore(options: StoreOptions): Promise<Store> {
  const { vault, clock, log, newUserJob } = options;
  const connection = await connect(options.url);
  const { sequelize } = connection;
  const models = defineModels(sequelize);
  try {
    await createMigrator({ ...options, connection, models }).checkSchema();
  } catch (error) {
    await connection.close();
    throw toStoreError(error);
  }
  const shared: SessionShared = {
    sequelize,
    models,
    clock,
    vault,
    ...(newUserJob && { newUserJob }),
  };
  const reads: Reads = createReads(new Session(shared));
  return {
    transaction: (work) => runTransaction(shared, log, work),
    read: async (work) => {
      try {
        return await work(reads);
      } catch (error) {
        throw toStoreError(error);
      }
    },
    ping: () => ping(shared),
    close: () => connection.close(),
  };
}

async function ping({ sequelize }: SessionShared): Promise<void> {
  const timeout = AbortSignal.timeout(PING_MS);
  const late = new Promise<never>((_resolve, reject) => {
    timeout.addEventListener("abort", () => reject(faults.STORE_UNREACHABLE()), { once: true });
  });
  try {
    await Promise.race([sequelize.query("SELECT 1 AS one", { type: QueryTypes.SELECT }), late]);
  } catch (error) {
    throw toStoreError(error);
  }
}
