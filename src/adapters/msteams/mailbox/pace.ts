import type { RateWindow } from "./contract.ts";

/** Clocks are read in whole milliseconds: a window is kept this much longer. */
const SLACK_MS = 10;

/**
 * When one conversation's next request may start. A request counts from its end, since nobody but the platform knows
 * when in between it arrived: whatever that moment was, no window ever holds more than it may.
 */
export class ConversationPace {
  private readonly windows: readonly RateWindow[];
  private readonly longest: number;
  private readonly most: number;
  private ended: number[] = [];
  private heldUntil = 0;
  /** The tenant, once read; it never changes. */
  tenantId: string | undefined;
  /** Creates and replies in a row whose outcome was unknown. */
  unknownOutcomes = 0;

  constructor(windows: readonly RateWindow[]) {
    this.windows = windows;
    this.longest = Math.max(0, ...windows.map((window) => window.milliseconds));
    this.most = Math.max(0, ...windows.map((window) => window.count));
  }

  /** The earliest time (epoch milliseconds) of the next request's start; in the past when it may start now. */
  readyAt(): number {
    const free = this.windows.map(({ count, milliseconds }) => {
      const ended = this.ended[this.ended.length - count];
      return ended === undefined ? 0 : ended + milliseconds + SLACK_MS;
    });
    return Math.max(this.heldUntil, ...free);
  }

  requestEnded(at: number): void {
    this.ended.push(at);
    if (this.ended.length > 2 * this.most) this.ended = this.ended.slice(-this.most);
  }

  /** The platform asked to wait: nothing is sent before `until`. */
  hold(until: number): void {
    this.heldUntil = Math.max(this.heldUntil, until);
  }

  /** True when it remembers nothing that matters any more. */
  isForgettable(now: number): boolean {
    const last = this.ended.at(-1) ?? 0;
    return this.heldUntil <= now && last + this.longest + SLACK_MS <= now;
  }
}

/** Bounds the requests of one tenant over all its conversations; one under way counts until it has ended. */
export class TenantGate {
  private readonly window: RateWindow;
  private ended: number[] = [];
  private underWay = 0;

  constructor(window: RateWindow) {
    this.window = window;
  }

  /** The earliest time to ask again, or `now` when a request may start. */
  readyAt(now: number): number {
    const length = this.window.milliseconds + SLACK_MS;
    this.ended = this.ended.filter((at) => at + length > now);
    const excess = this.underWay + this.ended.length - this.window.count;
    if (excess < 0) return now;
    const frees = this.ended[excess];
    return frees === undefined ? now + 50 : frees + length;
  }

  enter(): void {
    this.underWay += 1;
  }

  /** The request has ended, or (`undefined`) was not made after all. */
  leave(at: number | undefined): void {
    this.underWay -= 1;
    if (at !== undefined) this.ended.push(at);
  }
}
