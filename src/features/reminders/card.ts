import type { OpenPull } from "../../adapters/github/contract/index.ts";
import type { ScheduleRecord } from "../../adapters/store/contract/index.ts";
import { DAY, HOUR } from "../../core/clock.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import type { Deps } from "./deps.ts";
import type { Waiting } from "./look.ts";
import { printRule, toRule } from "./schedule.ts";

const MOST_ROWS = 20;
const MOST_REVIEWERS = 5;
const LONGEST_TITLE = 120;
const CHECKS = {
  passing: "✅ checks pass",
  failing: "❌ checks fail",
  running: "⏳ checks run",
  none: "",
} as const;
const REVIEWS = {
  approved: "✅ approved",
  "changes-requested": "🔴 changes requested",
  required: "",
  none: "",
} as const;

/** One card for all that waits; undefined when nothing does. */
export function toReviewsCard(
  schedule: ScheduleRecord,
  { artifact, pulls, beyond, htmlUrl }: Waiting,
  { clock, nameLogin }: Pick<Deps, "clock" | "nameLogin">,
): CardContent | undefined {
  if (pulls.length === 0) return undefined;
  const now = clock.now();
  const count = pulls.length + beyond;
  const what = count === 1 ? "1 pull request waits" : `${String(count)} pull requests wait`;
  const left = count - Math.min(pulls.length, MOST_ROWS);
  return {
    card: "reminders/reviews",
    data: {
      title: `⏱️ ${what} for review in ${escapeMarkdown(artifact.name)}`,
      pulls: pulls.slice(0, MOST_ROWS).map((pull) => ({
        line: `${markdownLink(`${pull.repository}#${String(pull.number)}`, pull.htmlUrl)} ${escapeMarkdown(shorten(pull.title))}`,
        state: toState(pull, now, nameLogin),
      })),
      more: left > 0 ? markdownLink(`${String(left)} more on GitHub`, htmlUrl) : "",
      rule: `Reminder ${String(schedule.number)}: ${printRule(toRule(schedule))}`,
    },
    summary: `${what} for review in ${artifact.name}`,
  };
}

function toState(pull: OpenPull, now: Date, nameLogin: Deps["nameLogin"]): string {
  const named = pull.reviewers.slice(0, MOST_REVIEWERS).map(nameLogin).join(", ");
  const more = pull.reviewers.length > MOST_REVIEWERS ? " and others" : "";
  return [
    `by ${nameLogin(pull.authorLogin)}`,
    toAge(pull.createdAt, now),
    named === "" ? "nobody is asked" : `waits for ${named}${more}`,
    ...(pull.isDraft ? ["draft"] : []),
    REVIEWS[pull.review],
    CHECKS[pull.checks],
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** `3 days old`; clocks may differ, so nothing is younger than new. */
export function toAge(since: Date, now: Date): string {
  const age = now.getTime() - since.getTime();
  if (age >= DAY) return `${plural(Math.floor(age / DAY), "day")} old`;
  return age >= HOUR ? `${plural(Math.floor(age / HOUR), "hour")} old` : "new";
}

function plural(count: number, unit: string): string {
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}

function shorten(title: string): string {
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1).toWellFormed()}…` : title;
}
