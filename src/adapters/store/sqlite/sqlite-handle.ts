import type { SqliteParameters, SqliteResult, SqliteValue } from "./sqlite-connection.ts";
import { SqliteError, toSqliteError } from "./sqlite-error.ts";
import type { SqliteFile } from "./sqlite-file.ts";

export type Callback = (error: unknown, rows?: SqliteResult["rows"]) => void;

const BEGIN = /^\s*BEGIN\b/i;
const COMMIT = /^\s*(?:COMMIT|END)\b/i;
const ROLLBACK = /^\s*ROLLBACK\b(?!\s+TO\b)/i;
/**
 * Sequelize sets in every transaction what the file set at its opening; SQLite would prepare every statement anew. And
 * before every SELECT it asks for the columns' types, to decode what isn't asked for raw; the models decode everything.
 */
const NEEDLESS = /^PRAGMA (?:FOREIGN_KEYS=ON$|table_info\(`)/;
const READS = /^\s*(?:SELECT|PRAGMA|EXPLAIN)\b/i;
const FINISHED: SqliteResult = { rows: [], changes: 0, lastId: 0 };

/** `this` of a callback. Sequelize looks for a class of exactly this name when it makes ids of a bulk insert. */
class Statement {
  readonly lastID: number;
  readonly changes: number;

  constructor(result: SqliteResult) {
    this.lastID = result.lastId;
    this.changes = result.changes;
  }
}

/** What sequelize takes for a connection: at most one transaction, statements one after the other. */
export class SqliteHandle {
  readonly #file: Promise<SqliteFile>;
  #last: Promise<unknown> = Promise.resolve();
  /** `begun`: BEGIN was asked for; the turn is taken at the first statement, not while the caller still computes. */
  #transaction: "none" | "begun" | "open" = "none";

  constructor(file: Promise<SqliteFile>) {
    this.#file = file;
  }

  /** In it sequelize makes an Error for each statement, and writes out its frames although nothing failed. */
  serialize(run: () => void): void {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      run();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  all(sql: string, ...rest: readonly unknown[]): void {
    this.#enqueue(sql, rest);
  }

  run(sql: string, ...rest: readonly unknown[]): void {
    this.#enqueue(sql, rest);
  }

  /** One statement with each list of values in turn, in the open transaction: all of it or nothing. Throws SqliteError. */
  runEach(sql: string, lists: readonly (readonly SqliteValue[])[]): Promise<void> {
    const running = this.#last.then(() => this.#executeEach(sql, lists));
    this.#last = running.catch(() => undefined);
    return running;
  }

  /** Gives up an open transaction; the file itself stays open for the others. */
  close(callback?: Callback): void {
    const closing = this.#last.then(() => this.#end("ROLLBACK"));
    this.#last = closing.catch(() => undefined);
    closing.then(
      () => callback?.(null),
      (error: unknown) => callback?.(error),
    );
  }

  /** `rest`: parameters or nothing, then a callback or nothing, as the package sqlite3 takes them. */
  #enqueue(sql: string, rest: readonly unknown[]): void {
    const callback = rest.find(isCallback);
    const parameters = rest[0] === callback ? undefined : rest[0];
    if (NEEDLESS.test(sql)) {
      callback?.call(new Statement(FINISHED), null, []);
      return;
    }
    const running = this.#last.then(() => this.#execute(sql, toParameters(parameters)));
    this.#last = running.catch(() => undefined);
    running.then(
      (result) => callback?.call(new Statement(result), null, result.rows),
      (error: unknown) => callback?.call(new Statement(FINISHED), toSqliteError(error)),
    );
  }

  async #execute(sql: string, parameters: SqliteParameters | undefined): Promise<SqliteResult> {
    if (BEGIN.test(sql)) {
      this.#transaction = "begun";
      return FINISHED;
    }
    if (COMMIT.test(sql)) return this.#end("COMMIT");
    if (ROLLBACK.test(sql)) return this.#end("ROLLBACK");
    const file = await this.#takeTurn();
    if (this.#transaction === "open") return file.inside(sql, parameters);
    return READS.test(sql) ? file.read(sql, parameters) : file.write(sql, parameters);
  }

  async #executeEach(sql: string, lists: readonly (readonly SqliteValue[])[]): Promise<void> {
    const file = await this.#takeTurn();
    if (this.#transaction !== "open") throw new SqliteError("SQLITE_MISUSE", "no transaction is open");
    await file.insideEach(sql, lists);
  }

  async #takeTurn(): Promise<SqliteFile> {
    const file = await this.#file;
    if (this.#transaction !== "begun") return file;
    await file.begin();
    this.#transaction = "open";
    return file;
  }

  async #end(how: "COMMIT" | "ROLLBACK"): Promise<SqliteResult> {
    const was = this.#transaction;
    this.#transaction = "none";
    if (was === "open") await (await this.#file).end(how);
    return FINISHED;
  }
}

function isCallback(value: unknown): value is Callback {
  return typeof value === "function";
}

/** Sequelize gives a list, an object of `$name`s, or nothing. */
function toParameters(parameters: unknown): SqliteParameters | undefined {
  if (Array.isArray(parameters)) return parameters.length === 0 ? undefined : parameters.map(toValue);
  if (typeof parameters !== "object" || parameters === null) return undefined;
  const entries = Object.entries(parameters).map(([name, value]) => [name, toValue(value)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function toValue(value: unknown): SqliteValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite has no type for a ${typeof value}`);
}
