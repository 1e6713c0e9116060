import type { Facts } from "../../../core/facts.ts";
import { listParts } from "../parts.ts";
import { EnvironmentPart } from "../parts/workflow.ts";
import { toCardText } from "../../../core/plain-text.ts";
import { toNames } from "./subject-header.ts";

const MOST_DECISIONS = 5;

export interface EnvironmentLines {
  /** `production (asked: mona, admins)`, in card text; empty where nothing waits. */
  readonly waiting: string;
  /** `✅ staging by mona`, in card text. */
  readonly decided: string;
}

/** What of one attempt wants an approval or had one. An ended run waits for nobody. */
export function toEnvironmentLines(facts: Facts, attempt: number, hasEnded: boolean): EnvironmentLines {
  const all = listParts(facts, `env:${String(attempt)}/`, EnvironmentPart);
  const waiting = hasEnded ? [] : all.filter(({ state }) => state === "waiting");
  const reviewers = [...new Set(waiting.flatMap((one) => one.reviewers))];
  const names = toNames(waiting.map(({ name }) => name));
  const decided = all.filter(({ state }) => state !== "waiting");
  return {
    waiting: reviewers.length === 0 ? names : `${names} (asked: ${toNames(reviewers)})`,
    decided: decided.slice(0, MOST_DECISIONS).map(toDecision).join(" · "),
  };
}

function toDecision({ name, state, by }: EnvironmentPart): string {
  const sign = state === "approved" ? "✅" : "⛔";
  return `${sign} ${toCardText(name, 50)} by ${toCardText(by, 60)}`;
}
