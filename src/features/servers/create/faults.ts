import { MINUTE, SECOND } from "../../../core/clock.ts";
import type { Fault } from "../../../core/fault.ts";

/** What a provider says of the order itself: it has looked, and there is no server of that token. */
const OF_THE_ORDER: readonly string[] = [
  "CLOUD_QUOTA",
  "CLOUD_FULL",
  "CLOUD_REGION_UNKNOWN",
  "CLOUD_SIZE_UNKNOWN",
  "CLOUD_IMAGE_UNKNOWN",
  "CLOUD_USER_DATA_UNKNOWN",
  "CLOUD_USER_DATA_TOO_LONG",
  "CLOUD_ADDRESS_INVALID",
  "CLOUD_REFUSED",
];

/**
 * Is it over? What passes by itself never is. What keeps us from asking (credentials, a missing scope) is for the first
 * request, which made nothing; after another one it isn't: that may have made a server, which must not be forgotten.
 */
export function isFinal({ code, retryable }: Fault, isFirst: boolean): boolean {
  return !retryable && (isFirst || OF_THE_ORDER.includes(code));
}

const SHORT_MS = 2 * MINUTE;
/** A machine that starts doesn't answer yet, and lets nobody in before its first boot is done. */
const WHILE_IT_STARTS: readonly string[] = [
  "SERVER_UNREACHABLE",
  "SERVER_TIMED_OUT",
  "SERVER_CONNECTION_LOST",
  "SERVER_KEY_REFUSED",
];

/** Should people see it? What goes away within two minutes would only alarm them. */
export function isWorthTelling({ code, retryable }: Fault, ageMs: number): boolean {
  return ageMs >= SHORT_MS || !(retryable || WHILE_IT_STARTS.includes(code));
}

/** How long to wait before the next try: ever longer, up to ten minutes. */
export function pauseAfter(ageMs: number): number {
  return Math.min(Math.max(ageMs / 4, 5 * SECOND), 10 * MINUTE);
}
