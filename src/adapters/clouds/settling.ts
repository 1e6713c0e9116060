import { addMilliseconds, SECOND, type Clock } from "../../core/clock.ts";
import type { Timers } from "../../core/timers.ts";

/**
 * How long a request that nobody saw the answer of is looked for before it is sent again: longer than a provider's
 * front keeps a request waiting for its back (Cloudflare's, which DigitalOcean uses: 100 s), and than its lists lag
 * (seconds: github.com/digitalocean/api-v2/issues/202).
 */
export const SETTLE_SECONDS = 120;
const LOOK_EVERY_SECONDS = 10;

/** What looks again, and again, needs of the time. */
export interface Time {
  readonly clock: Clock;
  readonly timers: Timers;
}

/** What `look` finds within SETTLE_SECONDS; undefined if it finds nothing until then. Throws what `look` throws, and the signal's reason. */
export async function lookUntilSettled<T>(
  look: () => Promise<T | undefined>,
  { clock, timers }: Time,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  const until = addMilliseconds(clock.now(), SETTLE_SECONDS * SECOND);
  for (;;) {
    signal?.throwIfAborted();
    const found = await look();
    if (found !== undefined || clock.now() >= until) return found;
    await pause(LOOK_EVERY_SECONDS * SECOND, timers, signal);
  }
}

/** Ends early, and without a word, when the signal comes. */
function pause(milliseconds: number, timers: Timers, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stop();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const stop = timers.after(milliseconds, end);
    signal?.addEventListener("abort", end, { once: true });
  });
}
