/** Lets so many in at once; the others wait in the order in which they came. */
export class Turnstile {
  #limit: number;
  #inside = 0;
  readonly #waiting = new Set<() => void>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#inside >= this.#limit;
  }

  get isWaitedFor(): boolean {
    return this.#waiting.size > 0;
  }

  /** Answers how to leave, which may be called again. Throws the signal's reason. */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.isFull || this.#waiting.size > 0) await this.#wait(signal);
    else this.#inside += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#inside -= 1;
      this.#callNext();
    };
  }

  /** From now on so many, but at least one. */
  lower(limit: number): void {
    this.#limit = Math.max(1, Math.min(limit, this.#limit));
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = (): void => {
        // At once, so that nobody who comes now takes the place.
        this.#inside += 1;
        this.#waiting.delete(call);
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(call);
        reject(signal.reason as Error);
      };
      this.#waiting.add(call);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  #callNext(): void {
    if (this.isFull) return;
    const [next] = this.#waiting;
    next?.();
  }
}
