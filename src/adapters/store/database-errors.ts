import { BaseError, ConnectionError, UniqueConstraintError } from "sequelize";
import { z } from "zod";
import { faults } from "../../core/errors.ts";

const driverSchema = z.object({
  code: z.union([z.string(), z.number()]).optional(),
  errno: z.number().optional(),
  number: z.number().optional(),
});

// PostgreSQL's SQLSTATEs, MariaDB's errnos, SQL Server's numbers.
const REPEATABLE = new Set<string | number>([
  "40001", // serialization_failure
  "40P01", // deadlock_detected
  1213, // MariaDB: deadlock
  1020, // MariaDB: record has changed since last read
]);
const MSSQL_DEADLOCK = 1205;
const MSSQL_LOCK_TIMEOUT = 1222;
const MARIADB_LOCK_TIMEOUT = 1205;
const BUSY = new Set<string | number>([
  "SQLITE_BUSY",
  "55P03",
  "57014",
  MARIADB_LOCK_TIMEOUT,
  1969,
  "ETIMEOUT",
]);

/** Was a unique key taken by somebody else in between? */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof UniqueConstraintError;
}

/** May the same transaction succeed when run again? Deadlocks, serialisation failures, and lost races for a key. */
export function isRepeatable(error: unknown): boolean {
  if (isUniqueViolation(error)) return true;
  const { code, errno, number } = driverCodes(error);
  if (number === MSSQL_DEADLOCK) return true;
  return [code, errno].some((each) => each !== undefined && REPEATABLE.has(each));
}

/** A database error as the rest of the product may see it: a fault when known, and never with SQL or its values. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof BaseError)) return error;
  const { code, errno, number } = driverCodes(error);
  if (error instanceof ConnectionError) return faults.STORE_UNREACHABLE({ cause: withoutSql(error) });
  const busy =
    number === MSSQL_LOCK_TIMEOUT ||
    number === MSSQL_DEADLOCK ||
    isDeadlock(error) ||
    [code, errno].some((each) => each !== undefined && BUSY.has(each));
  return busy ? faults.STORE_BUSY({ cause: withoutSql(error) }) : withoutSql(error);
}

function isDeadlock(error: BaseError): boolean {
  return !isUniqueViolation(error) && isRepeatable(error);
}

function driverCodes(error: unknown): z.infer<typeof driverSchema> {
  if (!(error instanceof BaseError) || !("parent" in error)) return {};
  return driverSchema.safeParse(error.parent).data ?? {};
}

/** Statements carry people's texts and sealed values: they don't belong into logs. What the driver said is short. */
function withoutSql(error: BaseError): Error {
  const { code, errno, number } = driverCodes(error);
  const said = error.message.slice(0, 200);
  const clean = new Error(`${error.name} (${code ?? number ?? errno ?? "no code"}): ${said}`);
  clean.name = "StoreError";
  if (error.stack !== undefined) clean.stack = `${clean.name}: ${clean.message}\n${framesOf(error.stack)}`;
  return clean;
}

function framesOf(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
