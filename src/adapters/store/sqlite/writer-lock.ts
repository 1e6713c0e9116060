import { SqliteError } from "./sqlite-error.ts";

interface Waiter {
  readonly grant: () => void;
  readonly timer: NodeJS.Timeout;
}

/** SQLite has one writer a file: those of this process queue here, first come first served, off the file's own lock. */
export class WriterLock {
  readonly #waitMs: number;
  readonly #waiting = new Set<Waiter>();
  #held = false;

  /** `waitMs`: how long to wait at most, in milliseconds. */
  constructor(waitMs: number) {
    this.#waitMs = waitMs;
  }

  /** Waits for the turn; throws SqliteError SQLITE_BUSY when it doesn't come in time. */
  acquire(): Promise<void> {
    if (!this.#held) {
      this.#held = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(new SqliteError("SQLITE_BUSY", `no turn to write within ${this.#waitMs} ms`));
      }, this.#waitMs);
      const waiter: Waiter = { grant: resolve, timer };
      this.#waiting.add(waiter);
    });
  }

  /** Hands the turn to the longest waiting. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#held = false;
      return;
    }
    this.#waiting.delete(next);
    clearTimeout(next.timer);
    next.grant();
  }
}
