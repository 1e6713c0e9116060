import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { CardContent } from "../../../core/message.ts";
import { toDuration } from "../duration.ts";
import { listParts } from "../parts.ts";
import { RunPart, type RunState } from "../parts/workflow.ts";
import { toCardText, toLine, toLink } from "../../../core/plain-text.ts";
import { toCardHeader } from "./card-header.ts";
import { toRefLine } from "./commit-link.ts";
import { toEnvironmentLines } from "./environments-line.ts";
import { toJobsLines } from "./jobs-line.ts";
import { toRunBadge } from "./run-badge.ts";

const UNDER_WAY: readonly RunState[] = ["queued", "waiting", "running"];

/** The last attempt; undefined while only jobs are known. */
export function toWorkflowRunCard(facts: Facts): CardContent | undefined {
  const run = listParts(facts, "run:", RunPart)
    .sort((one, other) => one.attempt - other.attempt)
    .at(-1);
  if (run === undefined) return undefined;
  const hasEnded = !UNDER_WAY.includes(run.state);
  const environments = toEnvironmentLines(facts, run.attempt, hasEnded);
  const badge = toRunBadge(environments.waiting === "" ? run.state : "waiting");
  const name = `${run.name} #${String(run.number)}`;
  const summary = toLine(`${badge.text}: ${name} of ${run.repository} ${run.title}`, 250);
  const { repositoryUrl } = run;
  return {
    card: "notifications/workflow-run",
    summary,
    data: {
      ...toCardHeader(run, badge),
      title: toLink(toCardText(name, 120), run.url),
      about: toCardText(run.title, 200),
      trigger: toTrigger(run),
      startedAt: run.startedAt,
      branch: toRefLine(repositoryUrl, run.branch, run.sha),
      pull: run.pull === 0 ? "" : toLink(`#${String(run.pull)}`, `${repositoryUrl}/pull/${String(run.pull)}`),
      duration: run.seconds === 0 ? "" : toDuration(run.seconds),
      ...toJobsLines(facts, run.attempt),
      ...environments,
      ...toButtons(run, hasEnded, environments.waiting !== ""),
      url: run.url,
      fallback: escapeMarkdown(summary),
    },
  };
}

/** What the card's buttons act on, and which of them make sense now. */
function toButtons({ repository, url, state }: RunPart, hasEnded: boolean, waits: boolean): JsonObject {
  const id = /\/actions\/runs\/(\d+)/.exec(url)?.[1];
  const canAct = id !== undefined;
  return {
    run: canAct ? `${repository}#${id}` : "",
    canReview: canAct && waits,
    canRerun: canAct && hasEnded,
    canRerunFailed: canAct && (state === "failed" || state === "timed_out"),
    canCancel: canAct && !hasEnded,
  };
}

/** `pull request, attempt 2` */
function toTrigger({ trigger, attempt }: RunPart): string {
  const words = toCardText(trigger.replaceAll("_", " "), 60);
  return attempt > 1 ? `${words}, attempt ${String(attempt)}` : words;
}
