import type { Clock } from "../../src/core/clock.ts";
import type { Timers } from "../../src/core/timers.ts";

interface Waiting {
  readonly at: number;
  readonly run: () => void;
}

/** A clock and its timers that stand still until they are turned. */
export class ManualTime implements Clock, Timers {
  private at: number;
  private readonly waiting = new Set<Waiting>();

  constructor(start = "2026-03-01T12:00:00.000Z") {
    this.at = Date.parse(start);
  }

  now(): Date {
    return new Date(this.at);
  }

  after(milliseconds: number, run: () => void): () => void {
    const timer = { at: this.at + Math.max(0, Math.ceil(milliseconds)), run };
    this.waiting.add(timer);
    return () => this.waiting.delete(timer);
  }

  /** Turns the clock on, firing timers in order and letting their work come to rest before the next. */
  async advance(milliseconds: number): Promise<void> {
    const target = this.at + milliseconds;
    await rest();
    for (let next = this.next(); next !== undefined && next.at <= target; next = this.next()) {
      this.waiting.delete(next);
      this.at = Math.max(this.at, next.at);
      next.run();
      await rest();
    }
    this.at = target;
    await rest();
  }

  /** Turns the clock on until the condition holds; throws when it does not within `milliseconds`. */
  async advanceUntil(condition: () => boolean, milliseconds: number): Promise<void> {
    const target = this.at + milliseconds;
    await rest();
    while (!condition()) {
      const next = this.next();
      if (next === undefined || next.at > target) throw new Error("the condition did not come true in time");
      this.waiting.delete(next);
      this.at = Math.max(this.at, next.at);
      next.run();
      await rest();
    }
  }

  private next(): Waiting | undefined {
    let first: Waiting | undefined;
    for (const timer of this.waiting) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  }
}

/** Lets promises and immediates that are under way come to rest. */
export async function rest(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}
