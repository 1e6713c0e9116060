interface Window {
  readonly count: number;
  readonly milliseconds: number;
}

// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
const PER_CONVERSATION: readonly Window[] = [
  { count: 7, milliseconds: 1_000 },
  { count: 8, milliseconds: 2_000 },
  { count: 60, milliseconds: 30_000 },
  { count: 1_800, milliseconds: 3_600_000 },
];
const PER_TENANT: readonly Window[] = [{ count: 50, milliseconds: 1_000 }];

/** Teams' sliding windows: what was accepted in the last n seconds counts, what was refused does not. */
export class SlidingLimits {
  readonly #accepted = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds to wait, or 0 when the request was accepted (and counted). */
  take(conversationId: string): number {
    const now = this.#now();
    const wait = Math.max(
      this.#waitFor(`c:${conversationId}`, PER_CONVERSATION, now),
      this.#waitFor("tenant", PER_TENANT, now),
    );
    if (wait > 0) return wait;

    this.#times(`c:${conversationId}`).push(now);
    this.#times("tenant").push(now);
    return 0;
  }

  #waitFor(key: string, windows: readonly Window[], now: number): number {
    const longest = Math.max(...windows.map((window) => window.milliseconds));
    const times = this.#times(key).filter((time) => time > now - longest);
    this.#accepted.set(key, times);
    return Math.max(0, ...windows.map((window) => waitInWindow(window, times, now)));
  }

  #times(key: string): number[] {
    const times = this.#accepted.get(key) ?? [];
    this.#accepted.set(key, times);
    return times;
  }
}

function waitInWindow(window: Window, times: readonly number[], now: number): number {
  const oldestThatBlocks = times.at(-window.count);
  if (oldestThatBlocks === undefined) return 0;
  return Math.max(0, oldestThatBlocks + window.milliseconds - now);
}
