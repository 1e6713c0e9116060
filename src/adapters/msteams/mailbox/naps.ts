import type { Timers } from "../../../core/timers.ts";

/** Pauses that all end at once when the mailbox stops. */
export class Naps {
  private readonly timers: Timers;
  private readonly ends = new Set<() => void>();
  private ended = false;

  constructor(timers: Timers) {
    this.timers = timers;
  }

  nap(milliseconds: number): Promise<void> {
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.ends.delete(end);
        resolve();
      };
      const cancel = this.timers.after(milliseconds, end);
      this.ends.add(end);
    });
  }

  endAll(): void {
    this.ended = true;
    for (const end of this.ends) end();
  }
}
