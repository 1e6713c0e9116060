import type { Timers } from "../../core/timers.ts";

/** Waits; the signal ends it at once, with its reason. */
export function pause(milliseconds: number, signal: AbortSignal, timers: Timers): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(signal.reason instanceof Error ? signal.reason : new Error("broken off"));
    };
    const cancel = timers.after(milliseconds, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
