import { SqliteHandle, type Callback } from "./sqlite-handle.ts";
import { SqliteError } from "./sqlite-error.ts";
import { SqliteFile } from "./sqlite-file.ts";

/** What sequelize's sqlite dialect needs of the package `sqlite3`. */
export interface SqliteDialectModule {
  readonly OPEN_READWRITE: number;
  readonly OPEN_CREATE: number;
  readonly Database: new (file: string, mode: number, opened: Callback) => SqliteHandle;
}

export interface SqliteModule {
  readonly dialectModule: SqliteDialectModule;
  /** Waits for the running writer, then closes the files. */
  readonly close: () => Promise<void>;
}

/**
 * A `dialectModule` for sequelize over node:sqlite. Sequelize opens a "connection" for each transaction: here those
 * are light handles on one file with one writing and one reading connection.
 * `waitMs`: the longest wait for the writer's turn, in milliseconds.
 */
export function createSqliteModule(options: { readonly waitMs: number }): SqliteModule {
  const files = new Map<string, Promise<SqliteFile>>();
  let closed = false;
  const open = (file: string): Promise<SqliteFile> => {
    if (closed) return Promise.reject(new SqliteError("SQLITE_MISUSE", "the database is closed"));
    const known = files.get(file);
    if (known !== undefined) return known;
    const opening = SqliteFile.open(file, options.waitMs);
    files.set(file, opening);
    opening.catch(() => files.delete(file));
    return opening;
  };
  class Database extends SqliteHandle {
    constructor(file: string, _mode: number, opened: Callback) {
      const opening = open(file);
      super(opening);
      opening.then(
        () => opened(null),
        (error: unknown) => opened(error),
      );
    }
  }
  return {
    dialectModule: { OPEN_READWRITE: 2, OPEN_CREATE: 4, Database },
    close: async () => {
      closed = true;
      const opened = [...files.values()];
      files.clear();
      await Promise.all(opened.map(async (file) => (await file).close()));
    },
  };
}
