import type { Clock } from "../../../core/clock.ts";
import type { Timers } from "../../../core/timers.ts";
import type { DrainEnd } from "./drainer.ts";

export interface TurnsOptions {
  /** Conversations drained at once. */
  readonly atOnce: number;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly drain: (conversationId: string) => Promise<DrainEnd>;
  /** More was asked for than is remembered, and all that was remembered is done. */
  readonly ranDry: () => void;
}

interface Parked {
  readonly cancel: () => void;
  /** A pause that new rows don't shorten. */
  readonly firm: boolean;
}

/** Conversations remembered as waiting or parked; beyond it the poll finds them. */
const REMEMBERED = 10_000;
const FAILED_PAUSE_MS = 15_000;
const FIRST_HELD_PAUSE_MS = 250;
const LONGEST_HELD_PAUSE_MS = 5_000;

/** Gives conversations their turns: first come, first served, each at most once at a time. */
export class Turns {
  private readonly options: TurnsOptions;
  private readonly waiting = new Set<string>();
  /** Being drained; true when it was asked for again meanwhile. */
  private readonly active = new Map<string, boolean>();
  private readonly parked = new Map<string, Parked>();
  private readonly heldPauses = new Map<string, number>();
  private readonly running = new Set<Promise<void>>();
  private overflowed = false;
  private closed = false;

  constructor(options: TurnsOptions) {
    this.options = options;
  }

  ask(conversationId: string): void {
    if (this.closed) return;
    if (this.active.has(conversationId)) {
      this.active.set(conversationId, true);
      return;
    }
    const parked = this.parked.get(conversationId);
    if (parked?.firm === true) return;
    if (parked !== undefined) this.unpark(conversationId, parked);
    this.enqueue(conversationId);
  }

  isActive(conversationId: string): boolean {
    return this.active.has(conversationId);
  }

  parkedCount(): number {
    return this.parked.size;
  }

  /** No further turns begin. */
  close(): void {
    this.closed = true;
    this.waiting.clear();
    for (const [conversationId, parked] of this.parked) this.unpark(conversationId, parked);
  }

  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  private enqueue(conversationId: string): void {
    if (this.closed) return;
    if (this.waiting.size >= REMEMBERED) {
      this.overflowed = true;
      return;
    }
    this.waiting.add(conversationId);
    this.beginTurns();
  }

  private beginTurns(): void {
    for (const conversationId of this.waiting) {
      if (this.active.size >= this.options.atOnce) return;
      this.waiting.delete(conversationId);
      this.active.set(conversationId, false);
      const turn = this.options.drain(conversationId).then((end) => this.endTurn(conversationId, end));
      this.running.add(turn);
      void turn.finally(() => this.running.delete(turn));
    }
    if (!this.overflowed || this.closed || this.waiting.size > 0) return;
    this.overflowed = false;
    this.options.ranDry();
  }

  private endTurn(conversationId: string, end: DrainEnd): void {
    const askedAgain = this.active.get(conversationId) === true;
    this.active.delete(conversationId);
    if (end.kind !== "held-elsewhere") this.heldPauses.delete(conversationId);
    if (!this.closed) this.arrange(conversationId, end, askedAgain);
    this.beginTurns();
  }

  private arrange(conversationId: string, end: DrainEnd, askedAgain: boolean): void {
    switch (end.kind) {
      case "later":
        this.park(conversationId, this.millisecondsTo(end.at), true);
        return;
      case "failed":
        this.park(conversationId, FAILED_PAUSE_MS, true);
        return;
      case "held-elsewhere":
        this.park(conversationId, this.heldPause(conversationId), true);
        return;
      case "due":
        if (askedAgain) this.enqueue(conversationId);
        else this.park(conversationId, this.millisecondsTo(end.at), false);
        return;
      case "idle":
        if (askedAgain) this.enqueue(conversationId);
    }
  }

  /** Its holder may leave just before it sees the newest rows: look soon, then less and less often. */
  private heldPause(conversationId: string): number {
    const pause = this.heldPauses.get(conversationId) ?? FIRST_HELD_PAUSE_MS;
    this.heldPauses.set(conversationId, Math.min(2 * pause, LONGEST_HELD_PAUSE_MS));
    return pause;
  }

  private park(conversationId: string, milliseconds: number, firm: boolean): void {
    if (this.parked.size >= REMEMBERED) return;
    const cancel = this.options.timers.after(milliseconds, () => {
      this.parked.delete(conversationId);
      this.enqueue(conversationId);
    });
    this.parked.set(conversationId, { cancel, firm });
  }

  private unpark(conversationId: string, parked: Parked): void {
    parked.cancel();
    this.parked.delete(conversationId);
  }

  private millisecondsTo(at: Date): number {
    return Math.max(0, at.getTime() - this.options.clock.now().getTime());
  }
}
