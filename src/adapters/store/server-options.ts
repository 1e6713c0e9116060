import type { Options } from "sequelize";

const CONNECT_MS = 10_000;
const STATEMENT_MS = 30_000;

type Address = Pick<Options, "host" | "port" | "username" | "password" | "database">;

/** Sequelize's options for a database server; `lockWaitMs`: the longest wait for a lock. Throws a RangeError. */
export async function serverOptions(url: string, lockWaitMs: number): Promise<Options> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) throw new RangeError("the address of the database can't be read");
  switch (parsed.protocol) {
    case "postgres:":
    case "postgresql:":
      return { ...addressOf(parsed, 5432), ...postgres(parsed, lockWaitMs) };
    case "mariadb:":
      return { ...addressOf(parsed, 3306), ...(await mariadb(parsed, lockWaitMs)) };
    case "mssql:":
      return { ...addressOf(parsed, 1433), ...(await mssql(parsed, lockWaitMs)) };
    default:
      throw new RangeError(`there is no driver for ${parsed.protocol}//`);
  }
}

function addressOf(url: URL, defaultPort: number): Address {
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? defaultPort : Number(url.port),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

/** `?sslmode=require` (or verify-full) encrypts and checks the certificate; `no-verify` doesn't check it. */
function postgres(url: URL, lockWaitMs: number): Options {
  const sslmode = url.searchParams.get("sslmode") ?? "disable";
  const ssl = sslmode === "disable" ? false : { rejectUnauthorized: sslmode !== "no-verify" };
  return {
    dialect: "postgres",
    dialectOptions: {
      application_name: "ployst",
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      lock_timeout: lockWaitMs,
      idle_in_transaction_session_timeout: 2 * STATEMENT_MS,
      ...(ssl !== false && { ssl }),
    },
  };
}

/** `?ssl=true` encrypts and checks the certificate. The driver is an optional peer dependency. */
async function mariadb(url: URL, lockWaitMs: number): Promise<Options> {
  const dialectModule = await import("mariadb").catch((error: unknown) => {
    throw new RangeError("a mariadb:// database needs the package mariadb: npm install mariadb", {
      cause: error,
    });
  });
  const settings = [
    `innodb_lock_wait_timeout = ${lockWaitMs / 1000}`,
    `max_statement_time = ${STATEMENT_MS / 1000}`,
    // Too long values must fail, not be cut.
    "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
  ];
  return {
    dialect: "mariadb",
    dialectModule: dialectModule.default,
    dialectOptions: {
      charset: "utf8mb4",
      connectTimeout: CONNECT_MS,
      // An update must count the rows that it met, not those that it changed.
      foundRows: true,
      initSql: `SET SESSION ${settings.join(", ")}`,
      ...(url.searchParams.get("ssl") === "true" && { ssl: { rejectUnauthorized: true } }),
    },
  };
}

/** Always encrypted; `?trustServerCertificate=true` accepts a certificate that nobody vouches for. */
async function mssql(url: URL, lockWaitMs: number): Promise<Options> {
  const tedious = await import("tedious");
  const setLockWait = (connection: unknown): Promise<void> =>
    new Promise((resolve, reject) => {
      if (!(connection instanceof tedious.Connection)) throw new TypeError("not a connection of tedious");
      const done = (error: unknown): void => {
        if (error instanceof Error) reject(error);
        else resolve();
      };
      connection.execSqlBatch(new tedious.Request(`SET LOCK_TIMEOUT ${lockWaitMs}`, done));
    });
  return {
    dialect: "mssql",
    dialectModule: tedious,
    dialectOptions: {
      options: {
        // Sequelize would trust any certificate.
        encrypt: true,
        trustServerCertificate: url.searchParams.get("trustServerCertificate") === "true",
        connectTimeout: CONNECT_MS,
        requestTimeout: STATEMENT_MS,
        useUTC: true,
        appName: "ployst",
      },
    },
    hooks: { afterConnect: setLockWait },
  };
}
