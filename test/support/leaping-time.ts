import type { Clock } from "../../src/core/clock.ts";
import type { Timers } from "../../src/core/timers.ts";

/** A clock that leaps to whatever is waited for, so that long waits between real requests take no time. */
export class LeapingTime implements Clock, Timers {
  private at: number;
  /** What was waited for in all. */
  leapt = 0;

  constructor(start = "2026-03-01T12:00:00.000Z") {
    this.at = Date.parse(start);
  }

  now(): Date {
    return new Date(this.at);
  }

  /** Time goes by that nobody waits for. */
  leap(milliseconds: number): void {
    this.at += milliseconds;
  }

  after(milliseconds: number, run: () => void): () => void {
    let isWaited = true;
    setImmediate(() => {
      if (!isWaited) return;
      this.at += milliseconds;
      this.leapt += milliseconds;
      run();
    });
    return () => {
      isWaited = false;
    };
  }
}
