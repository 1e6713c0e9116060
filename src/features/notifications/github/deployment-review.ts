import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { toFact } from "../parts.ts";
import { REVIEW_STATES, type EnvironmentPart, type ReviewState } from "../parts/workflow.ts";
import { shorten } from "../../../core/plain-text.ts";
import { Account, Envelope, LooseText, Time, toHappeningRepository, Url } from "./schemas.ts";
import { runKey } from "./workflow-state.ts";

const MOST_REVIEWERS = 10;

const Job = z.object({ environment: LooseText });
const Reviewer = z.object({
  type: LooseText,
  reviewer: z.object({ login: LooseText, name: LooseText }).nullish(),
});

const Payload = z.object({
  ...Envelope,
  since: Time.nullish().catch(undefined),
  environment: LooseText,
  workflow_job_run: Job.nullish(),
  workflow_job_runs: z.array(Job).nullish(),
  reviewers: z.array(Reviewer).nullish().catch(undefined),
  approver: Account.optional(),
  comment: LooseText,
  workflow_run: z
    .object({
      id: z.number().int().positive(),
      name: LooseText,
      run_number: z.number(),
      run_attempt: z.number().int().positive().catch(1),
      html_url: Url,
      updated_at: Time,
    })
    .nullish(),
});
type Payload = z.infer<typeof Payload>;
type Run = NonNullable<Payload["workflow_run"]>;

const STATES: Readonly<Record<string, ReviewState>> = {
  requested: "waiting",
  approved: "approved",
  rejected: "rejected",
};

/** Environments that want an approval change their run's card; who can decide has to notice, so it is told as well. */
export const deploymentReviewEvent = defineEvent({
  on: "deployment_review",
  schema: Payload,
  happenings: (payload) => {
    const { action, workflow_run: run, repository, sender } = payload;
    const state = STATES[action];
    const names = listEnvironments(payload);
    if (state === undefined || run === null || run === undefined || names.length === 0) return [];
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: runKey(repository, run.id),
        feature: "workflows",
        keptFor: ["workflows"],
        facts: toFacts(payload, run, state, names),
        opens: false,
        actorLogin: sender.login,
        note: toReviewNote(payload, run, state, names),
        noteNeeds: "root",
      },
    ];
  },
});

/** A request names one environment, a decision the jobs that it was about. */
function listEnvironments(payload: Payload): readonly string[] {
  const jobs = [...(payload.workflow_job_runs ?? []), payload.workflow_job_run];
  const names = [payload.environment, ...jobs.map((job) => job?.environment ?? "")];
  return [...new Set(names.filter((name) => name !== ""))].map((name) => shorten(name, 100));
}

/** GitHub tells since when it waited, of a decision too: that one is as new as its run, if that is newer. */
function timeOf({ since }: Payload, { updated_at: updatedAt }: Run, state: ReviewState): string {
  if (since === undefined || since === null) return updatedAt;
  return state !== "waiting" && updatedAt > since ? updatedAt : since;
}

function toFacts(payload: Payload, run: Run, state: ReviewState, names: readonly string[]): Facts {
  const attempt = run.run_attempt;
  const version = { at: timeOf(payload, run, state), rank: REVIEW_STATES.indexOf(state), attempt };
  const isWaiting = state === "waiting";
  const parts = names.map((name): EnvironmentPart => {
    const by = isWaiting ? "" : deciderOf(payload).login;
    return { attempt, name, state, by, reviewers: isWaiting ? listReviewers(payload) : [] };
  });
  return Object.fromEntries(
    parts.map((part) => [`env:${String(attempt)}/${part.name}`, toFact(version, part)]),
  );
}

function listReviewers({ reviewers }: Payload): string[] {
  const names = (reviewers ?? []).map(({ reviewer }) => reviewer?.login || reviewer?.name || "");
  return names
    .filter((name) => name !== "")
    .slice(0, MOST_REVIEWERS)
    .map((name) => shorten(name, 60));
}

function deciderOf({ approver, sender }: Payload): Account {
  return approver ?? sender;
}

const WORDS: Readonly<Record<ReviewState, Pick<NoteFacts, "icon" | "verb" | "how">>> = {
  waiting: { icon: "✋", verb: "Waiting for approval", how: "· started by" },
  approved: { icon: "✅", verb: "Approved" },
  rejected: { icon: "⛔", verb: "Rejected" },
};

function toReviewNote(payload: Payload, run: Run, state: ReviewState, names: readonly string[]): CardContent {
  const { repository, sender, comment } = payload;
  return toNote({
    ...WORDS[state],
    by: state === "waiting" ? sender : deciderOf(payload),
    ...(names.length === 0 ? {} : { about: `for ${names.join(", ")}` }),
    ...(state === "waiting" ? {} : { body: comment }),
    url: run.html_url,
    at: timeOf(payload, run, state),
    subject: `${repository.full_name} ${run.name} #${String(run.run_number)}`,
  });
}
