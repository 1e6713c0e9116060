/** What one request has of the room. */
export interface BodyShare {
  /** False when there is no room for so many bytes. */
  take(bytes: number): boolean;
  /** The request is answered: what it had is free. */
  end(): void;
}

/**
 * The memory that the bodies of all requests together may take. They are read before their sender has proven anything,
 * and are as large as the largest webhook: without an end to it, anybody could fill the process up.
 */
export class BodyRoom {
  #free: number;

  constructor(bytes: number) {
    this.#free = bytes;
  }

  open(): BodyShare {
    let taken = 0;
    let hasEnded = false;
    return {
      take: (bytes) => {
        if (hasEnded || bytes > this.#free) return false;
        this.#free -= bytes;
        taken += bytes;
        return true;
      },
      end: () => {
        hasEnded = true;
        this.#free += taken;
        taken = 0;
      },
    };
  }
}
