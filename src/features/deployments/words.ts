import type { DeploymentGroupState, DeploymentState } from "../../adapters/store/contract/index.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { unescapeMarkdown } from "../../core/markdown.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";

const SHORT_SHA = 7;
const NAME_LENGTH = 60;
const LONGEST_REASON = 500;

/** What is over. */
export const ENDED: readonly (DeploymentGroupState | DeploymentState)[] = [
  "success",
  "failed",
  "cancelled",
  "denied",
  "expired",
  "timed_out",
  "unknown",
];

export function isEnded({ state }: { readonly state: DeploymentGroupState | DeploymentState }): boolean {
  return ENDED.includes(state);
}

/** `1a2b3c4` */
export function shortSha(sha: string): string {
  return toCardText(sha.slice(0, SHORT_SHA), SHORT_SHA);
}

/** "nothing → 1a2b3c4" */
export function sayStep(from: string, to: string): string {
  if (from === to) return `${shortSha(to)} again`;
  return `${from === "" ? "nothing" : shortSha(from)} → ${shortSha(to)}`;
}

/** A sentence for people as it is kept: where it is shown it is escaped, and cards know no code. */
export function toKept(sentence: string): string {
  return toLine(unescapeMarkdown(sentence).replace(/`/g, '"'), LONGEST_REASON);
}

export function sayName(name: string): string {
  return toCardText(name, NAME_LENGTH);
}

/** "main at 1a2b3c4"; a commit that was named as such stands for itself. */
export function sayCommit({ ref, sha }: { readonly ref: string; readonly sha: string }): string {
  return sha.startsWith(ref) ? shortSha(sha) : `${sayName(ref)} at ${shortSha(sha)}`;
}

/** "Deployment #12" */
export function sayKind({
  noop,
  rollbackOf,
}: {
  readonly noop: boolean;
  readonly rollbackOf: string;
}): "Dry run" | "Rollback" | "Deployment" {
  if (noop) return "Dry run";
  return rollbackOf === "" ? "Deployment" : "Rollback";
}

/** "3 h 5 min": as long as it took, or as old as it is. */
export function saySpan(milliseconds: number): string {
  const at = Math.max(0, milliseconds);
  if (at < MINUTE) return `${String(Math.floor(at / SECOND))} s`;
  if (at < HOUR) return join(at, MINUTE, "min", SECOND, "s");
  return at < DAY ? join(at, HOUR, "h", MINUTE, "min") : join(at, DAY, "d", HOUR, "h");
}

function join(at: number, large: number, one: string, small: number, other: string): string {
  const rest = Math.floor((at % large) / small);
  const first = `${String(Math.floor(at / large))} ${one}`;
  return rest === 0 ? first : `${first} ${String(rest)} ${other}`;
}
