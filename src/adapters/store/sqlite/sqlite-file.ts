import {
  SqliteConnection,
  type SqliteParameters,
  type SqliteResult,
  type SqliteValue,
} from "./sqlite-connection.ts";
import { WriterLock } from "./writer-lock.ts";

/** One database file with its two connections: one that reads at any time, one that writes in turns. */
export class SqliteFile {
  readonly #reader: SqliteConnection;
  readonly #writer: SqliteConnection;
  readonly #lock: WriterLock;

  private constructor(file: string, waitMs: number) {
    this.#writer = new SqliteConnection(file, waitMs);
    this.#reader = new SqliteConnection(file, waitMs);
    this.#lock = new WriterLock(waitMs);
  }

  /** `waitMs`: how long a writer waits for its turn, or for another process, at most. Throws SqliteError. */
  static async open(file: string, waitMs: number): Promise<SqliteFile> {
    const opened = new SqliteFile(file, waitMs);
    await opened.#writer.open();
    await opened.#reader.open();
    return opened;
  }

  /** A reading statement on the last committed state; never waits for a writer. */
  read(sql: string, parameters?: SqliteParameters): Promise<SqliteResult> {
    return this.#reader.execute(sql, parameters);
  }

  /** A single write as a transaction of its own. */
  async write(sql: string, parameters?: SqliteParameters): Promise<SqliteResult> {
    await this.#lock.acquire();
    try {
      return await this.#writer.execute(sql, parameters);
    } finally {
      this.#lock.release();
    }
  }

  /**
   * Opens a writing transaction when its turn comes. IMMEDIATE, because a transaction that begins by reading and
   * then writes fails with a BUSY that no repetition cures.
   */
  async begin(): Promise<void> {
    await this.#lock.acquire();
    try {
      await this.#writer.execute("BEGIN IMMEDIATE");
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  /** A statement of the open transaction. */
  inside(sql: string, parameters?: SqliteParameters): Promise<SqliteResult> {
    return this.#writer.execute(sql, parameters);
  }

  /** A statement of the open transaction with each list of values in turn: all of it or nothing. */
  insideEach(sql: string, lists: readonly (readonly SqliteValue[])[]): Promise<void> {
    return this.#writer.executeEach(sql, lists);
  }

  /** Ends the open transaction; a commit that fails is rolled back, and the turn is given on in any case. */
  async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    try {
      // Some errors (a full disk) make SQLite roll back by itself.
      if (how === "COMMIT" || this.#writer.inTransaction) await this.#writer.execute(how);
    } catch (error) {
      if (this.#writer.inTransaction) await this.#writer.execute("ROLLBACK");
      throw error;
    } finally {
      this.#lock.release();
    }
  }

  /** Waits for the running writer, then closes both connections. */
  async close(): Promise<void> {
    await this.#lock.acquire().catch(() => undefined);
    this.#reader.close();
    this.#writer.close();
    this.#lock.release();
  }
}
