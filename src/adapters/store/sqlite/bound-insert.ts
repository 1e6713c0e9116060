import { DatabaseError, type Transaction } from "sequelize";
import type { Columns } from "../columns.ts";
import type { TableDefinition } from "../table-definition.ts";
import type { SqliteValue } from "./sqlite-connection.ts";
import { SqliteError } from "./sqlite-error.ts";
import { SqliteHandle } from "./sqlite-handle.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * Inserts rows with one prepared statement and bound values, where sequelize would write every value into the text of a
 * statement that SQLite reads but once. All rows or none. False, with nothing written: this is no transaction of SQLite, or
 * a row breaks a constraint, which is then sequelize's to say. Throws a DatabaseError.
 */
export async function insertBound(
  transaction: Transaction | undefined,
  definition: TableDefinition<Columns>,
  rows: readonly Row[],
): Promise<boolean> {
  const handle = findHandle(transaction);
  if (handle === undefined) return false;
  const names = Object.keys(definition.columns);
  const values = rows.map((row) => names.map((name) => toValue(row[name])));
  try {
    await handle.runEach(toStatement(definition.name, names), values);
    return true;
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    if (error.code === "SQLITE_CONSTRAINT") return false;
    throw new DatabaseError(Object.assign(error, { sql: "" }));
  }
}

/** Sequelize keeps the connection that a transaction runs on, but its types don't say so. */
function findHandle(transaction: Transaction | undefined): SqliteHandle | undefined {
  if (transaction === undefined) return undefined;
  const connection: unknown = Reflect.get(transaction, "connection");
  return connection instanceof SqliteHandle ? connection : undefined;
}

function toStatement(table: string, names: readonly string[]): string {
  const marks = names.map(() => "?").join(",");
  return `INSERT INTO ${quote(table)} (${names.map(quote).join(",")}) VALUES (${marks})`;
}

function quote(name: string): string {
  return `\`${name}\``;
}

/** As sequelize writes them; a column without a value is NULL. */
function toValue(value: unknown): SqliteValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || value instanceof Uint8Array) return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", " +00:00");
  throw new TypeError(`a column of SQLite takes no ${typeof value}`);
}
