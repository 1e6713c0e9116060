import { Sequelize, Transaction, type Options } from "sequelize";
import { createSqliteModule } from "./sqlite/dialect-module.ts";
import { serverOptions } from "./server-options.ts";

/** How long a statement waits for a lock, at most. */
export const LOCK_WAIT_MS = 10_000;

export interface Connection {
  readonly sequelize: Sequelize;
  readonly close: () => Promise<void>;
}

const SQLITE = "sqlite:";

/**
 * Opens a database by its address: `sqlite:./data/x.sqlite`, `mssql://`, `postgres://` or `mariadb://user:password@host/name`.
 * Nothing is sent before the first statement. Throws a RangeError (without the address, which may hold a password).
 */
export async function connect(url: string): Promise<Connection> {
  if (url.startsWith(SQLITE)) return connectSqlite(url.slice(SQLITE.length));
  const sequelize = new Sequelize({ ...COMMON, ...(await serverOptions(url, LOCK_WAIT_MS)) });
  return { sequelize, close: () => sequelize.close() };
}

const COMMON: Options = {
  logging: false,
  // Nothing may be quietly repeated below the transaction.
  retry: { max: 1 },
  isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED,
  pool: { max: 20, min: 0, acquire: LOCK_WAIT_MS, idle: 10_000 },
};

function connectSqlite(file: string): Connection {
  if (file === "" || file === ":memory:") throw new RangeError("a SQLite database needs a file");
  const { dialectModule, close } = createSqliteModule({ waitMs: LOCK_WAIT_MS });
  const sequelize = new Sequelize({
    dialect: "sqlite",
    storage: file,
    dialectModule,
    logging: false,
    retry: { max: 1 },
  });
  return {
    sequelize,
    close: async () => {
      await close();
      await sequelize.close();
    },
  };
}
