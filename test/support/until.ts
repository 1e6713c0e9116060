import { setTimeout as pause } from "node:timers/promises";

/** Between two looks: turns of the event loop alone would take the processor from what is waited for. */
const PAUSE_MS = 2;

/** Waits until the condition holds; throws after `deadlineMs` of real time. */
export async function until(condition: () => boolean | Promise<boolean>, deadlineMs = 45_000): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("the condition did not come true in time");
    await pause(PAUSE_MS);
  }
}
