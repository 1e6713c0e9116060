import { DatabaseSync, type StatementSync } from "node:sqlite";
import { SqliteError, toSqliteError } from "./sqlite-error.ts";

export type SqliteValue = string | number | bigint | null | Uint8Array;
export type SqliteParameters = readonly SqliteValue[] | Readonly<Record<string, SqliteValue>>;

export interface SqliteResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly changes: number;
  readonly lastId: number;
}

const CACHED_STATEMENTS = 200;
const CACHED_SQL_LENGTH = 4_000;
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 50;
const EACH = "each_of_many";

interface Prepared {
  readonly statement: StatementSync;
  readonly hasRows: boolean;
}

/**
 * One connection to a SQLite file. The driver is synchronous and told never to wait: when another process holds the
 * file, the statement is repeated after a timer, so that the event loop goes on.
 */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();
  readonly #busyMs: number;

  /** `busyMs`: how long to repeat while another process holds the file, in milliseconds. */
  constructor(file: string, busyMs: number) {
    this.#busyMs = busyMs;
    this.#database = new DatabaseSync(file, { timeout: 0 });
  }

  /** Must be called once before the first use: settings that SQLite keeps per connection. */
  async open(): Promise<void> {
    // WAL lets readers go on beside the writer; with it NORMAL loses no consistency (https://www.sqlite.org/wal.html).
    await this.execute("PRAGMA journal_mode = WAL");
    await this.execute("PRAGMA synchronous = NORMAL");
    await this.execute("PRAGMA foreign_keys = ON");
  }

  /** Runs one statement; throws SqliteError. */
  async execute(sql: string, parameters?: SqliteParameters): Promise<SqliteResult> {
    const deadline = performance.now() + this.#busyMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return this.#run(sql, parameters);
      } catch (thrown) {
        const error = toSqliteError(thrown);
        if (error.code !== "SQLITE_BUSY" || performance.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  /** Inside a transaction: one statement with each list of values in turn, all of it or nothing. Throws SqliteError. */
  async executeEach(sql: string, lists: readonly (readonly SqliteValue[])[]): Promise<void> {
    await this.execute(`SAVEPOINT ${EACH}`);
    try {
      const { statement } = this.#prepare(sql);
      for (const values of lists) statement.run(...values);
    } catch (error) {
      // Some errors (a full disk) make SQLite roll back by itself.
      if (this.inTransaction) {
        await this.execute(`ROLLBACK TO ${EACH}`);
        await this.execute(`RELEASE ${EACH}`);
      }
      throw toSqliteError(error);
    }
    await this.execute(`RELEASE ${EACH}`);
  }

  /** Is a transaction open on this connection? */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #run(sql: string, parameters: SqliteParameters | undefined): SqliteResult {
    if (!this.#database.isOpen) throw new SqliteError("SQLITE_MISUSE", "the database is closed");
    const { statement, hasRows } = this.#prepare(sql);
    if (hasRows) return { rows: all(statement, parameters), changes: 0, lastId: 0 };
    const { changes, lastInsertRowid } = run(statement, parameters);
    return { rows: [], changes: Number(changes), lastId: Number(lastInsertRowid) };
  }

  /** Long statements carry their values in the text and don't come again: they are not kept. */
  #prepare(sql: string): Prepared {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = this.#database.prepare(withoutNul(sql));
    const prepared = { statement, hasRows: statement.columns().length > 0 };
    if (sql.length > CACHED_SQL_LENGTH) return prepared;
    this.#statements.set(sql, prepared);
    const [oldest] = this.#statements.keys();
    if (this.#statements.size > CACHED_STATEMENTS && oldest !== undefined) this.#statements.delete(oldest);
    return prepared;
  }
}

/** SQLite reads a statement up to its first NUL (https://www.sqlite.org/nulinstr.html), which only a text in it can have. */
function withoutNul(sql: string): string {
  return sql.replaceAll("\0", "'||char(0)||'");
}

function all(statement: StatementSync, parameters: SqliteParameters | undefined): SqliteResult["rows"] {
  if (parameters === undefined) return statement.all();
  return isList(parameters) ? statement.all(...parameters) : statement.all({ ...parameters });
}

function run(
  statement: StatementSync,
  parameters: SqliteParameters | undefined,
): ReturnType<StatementSync["run"]> {
  if (parameters === undefined) return statement.run();
  return isList(parameters) ? statement.run(...parameters) : statement.run({ ...parameters });
}

function isList(parameters: SqliteParameters): parameters is readonly SqliteValue[] {
  return Array.isArray(parameters);
}
