import { MINUTE, SECOND } from "../../../core/clock.ts";

const LONGEST_WAIT = 10 * MINUTE;

/** Milliseconds before try number `attempts` + 1: doubling from `first`, at most `longest`, the upper half of it at random. */
export function backoffMs(
  attempts: number,
  random: () => number,
  first: number = SECOND,
  longest: number = LONGEST_WAIT,
): number {
  const full = Math.min(longest, first * 2 ** Math.min(Math.max(attempts - 1, 0), 20));
  return Math.round(full / 2 + (full / 2) * random());
}

/** What Retry-After asks for, plus up to a second so that not everybody returns together; at most 10 minutes. */
export function retryAfterMs(askedMs: number, random: () => number): number {
  return Math.min(LONGEST_WAIT, Math.max(0, askedMs) + Math.round(SECOND * random()));
}
