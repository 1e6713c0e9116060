import type { RealmRecord, RealmRepository } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../core/clock.ts";

/** What asking a realm's address brought: it answers, or why it doesn't, a sentence. */
export type Answer = { readonly isUp: true } | { readonly isUp: false; readonly why: string };

/** What is kept of a check. */
export type Found = Parameters<RealmRepository["recordCheck"]>[1];

const WHILE_STARTING_MS = 10 * SECOND;
const TIME_TO_START_MS = 10 * MINUTE;
const WHILE_ONLINE_MS = MINUTE;
const LONGEST_PAUSE_MS = 15 * MINUTE;
const MISSES = 2;

/**
 * What an answer means for a realm, and when it is asked again. One that is starting has ten minutes; one that was online may
 * miss once; one that is down is asked ever more rarely. Pure.
 */
export function judge(
  { status, statusSince, failures: before }: Pick<RealmRecord, "status" | "statusSince" | "failures">,
  answer: Answer,
  now: Date,
): Found {
  const in_ = (milliseconds: number): Date => addMilliseconds(now, milliseconds);
  if (answer.isUp) return { status: "online", failures: 0, lastError: "", nextCheckAt: in_(WHILE_ONLINE_MS) };
  const failures = before + 1;
  const missed = { failures, lastError: answer.why };
  switch (status) {
    case "starting":
      return now.getTime() - statusSince.getTime() < TIME_TO_START_MS
        ? { ...missed, status, nextCheckAt: in_(WHILE_STARTING_MS) }
        : { ...missed, status: "failed", nextCheckAt: in_(LONGEST_PAUSE_MS) };
    case "failed":
      return { ...missed, status, nextCheckAt: in_(LONGEST_PAUSE_MS) };
    case "online":
    case "offline": {
      const isDown = status === "offline" || failures >= MISSES;
      const pause = WHILE_ONLINE_MS * 2 ** Math.min(Math.max(failures - MISSES, 0), 10);
      const nextCheckAt = in_(Math.min(pause, LONGEST_PAUSE_MS));
      return { ...missed, status: isDown ? "offline" : "online", nextCheckAt };
    }
  }
}
