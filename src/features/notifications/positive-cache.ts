import { addMilliseconds, SECOND, type Clock } from "../../core/clock.ts";

const KEPT_FOR = 30 * SECOND;
const KEPT_AT_MOST = 10_000;

/**
 * Remembers for a while (half a minute unless said otherwise) that the answer was yes. A no is never remembered: it must not outlive the
 * subscription that turns it into a yes.
 */
export class PositiveCache {
  readonly #clock: Clock;
  readonly #keptForMs: number;
  readonly #until = new Map<string, Date>();

  constructor(clock: Clock, keptForMs = KEPT_FOR) {
    this.#clock = clock;
    this.#keptForMs = keptForMs;
  }

  has(key: string): boolean {
    const until = this.#until.get(key);
    return until !== undefined && until > this.#clock.now();
  }

  add(key: string): void {
    // Insertion order is age: re-adding moves to the young end, and the oldest falls out.
    this.#until.delete(key);
    this.#until.set(key, addMilliseconds(this.#clock.now(), this.#keptForMs));
    if (this.#until.size <= KEPT_AT_MOST) return;
    const [oldest] = this.#until.keys();
    if (oldest !== undefined) this.#until.delete(oldest);
  }
}
