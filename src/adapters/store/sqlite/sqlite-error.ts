import { z } from "zod";

const BUSY = 5;
const LOCKED = 6;
const CONSTRAINT = 19;

const driverError = z.object({ code: z.literal("ERR_SQLITE_ERROR"), errcode: z.int(), message: z.string() });

/** An error as sequelize's sqlite dialect reads it: `code` like the sqlite3 package's (SQLITE_BUSY, SQLITE_CONSTRAINT …). */
export class SqliteError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SqliteError";
    this.code = code;
  }
}

/** node:sqlite's error with the primary result code (https://www.sqlite.org/rescode.html) as a name. */
export function toSqliteError(error: unknown): SqliteError {
  if (error instanceof SqliteError) return error;
  const parsed = driverError.safeParse(error);
  if (!parsed.success) return new SqliteError("SQLITE_ERROR", String(error), { cause: error });
  const { errcode, message } = parsed.data;
  return new SqliteError(codeOf(errcode & 0xff), message, { cause: error });
}

function codeOf(primary: number): string {
  if (primary === BUSY || primary === LOCKED) return "SQLITE_BUSY";
  return primary === CONSTRAINT ? "SQLITE_CONSTRAINT" : "SQLITE_ERROR";
}
