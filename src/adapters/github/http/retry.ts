import { SECOND } from "../../../core/clock.ts";
import type { Failure } from "./errors.ts";

const MAX_RETRIES = 2;
const FIRST_DELAY = SECOND / 4;
const LONGEST_WAIT = 5 * SECOND;

/**
 * Milliseconds to wait before a safe request is sent again, or undefined to give up: twice at most, for an
 * unreachable GitHub (doubling, jittered by `random` in 0..1) or a limit that ends within five seconds.
 */
export function findRetryDelay(failure: Failure, retriesSoFar: number, random: number): number | undefined {
  if (retriesSoFar >= MAX_RETRIES) return undefined;
  if (failure.kind === "unreachable") return Math.round(FIRST_DELAY * 2 ** retriesSoFar * (0.5 + random));
  if (failure.kind === "rate-limited" && failure.waitMs <= LONGEST_WAIT) return failure.waitMs;
  return undefined;
}
