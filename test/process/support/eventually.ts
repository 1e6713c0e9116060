import { setTimeout as pause } from "node:timers/promises";

const LOOK_AGAIN_MS = 50;

/** Waits until the condition holds, leaving the processor to the processes that are waited for; throws after `deadlineMs`. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`the condition did not come true in ${String(deadlineMs)} ms`);
    await pause(LOOK_AGAIN_MS);
  }
}
