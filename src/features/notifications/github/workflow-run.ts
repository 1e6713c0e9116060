import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { Filterables } from "../../../core/happening.ts";
import type { CardContent } from "../../../core/message.ts";
import { toDuration } from "../duration.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { toFact } from "../parts.ts";
import { RUN_STATES, type RunPart } from "../parts/workflow.ts";
import { shorten, toLine } from "../../../core/plain-text.ts";
import {
  Account,
  Envelope,
  LooseText,
  NumericId,
  Time,
  toHappeningRepository,
  toRepositoryFields,
  Url,
  Sha,
} from "./schemas.ts";
import { runKey, toRunState } from "./workflow-state.ts";

const Run = z.object({
  id: z.number().int().positive(),
  name: LooseText,
  display_title: LooseText,
  run_number: z.number(),
  run_attempt: z.number().int().positive().catch(1),
  html_url: Url,
  status: z.string(),
  conclusion: z.string().nullish(),
  event: z.string(),
  head_branch: LooseText,
  head_sha: Sha,
  head_commit: z.object({ message: z.string() }).nullish().catch(undefined),
  actor: Account,
  triggering_actor: Account,
  created_at: Time,
  updated_at: Time,
  run_started_at: Time.nullish(),
  pull_requests: z
    .array(
      z.object({ number: z.number(), base: z.object({ ref: LooseText, repo: z.object({ id: NumericId }) }) }),
    )
    .catch([]),
});

const Payload = z.object({
  ...Envelope,
  workflow_run: Run,
  workflow: z.object({ name: LooseText }).nullish(),
});
type Payload = z.infer<typeof Payload>;

const PULL_EVENTS: readonly string[] = ["pull_request", "pull_request_target", "pull_request_review"];

/** Any state opens the card, since an earlier one may not have passed the filter; a repetition of the run goes on with it. */
export const workflowRunEvent = defineEvent({
  on: "workflow_run",
  schema: Payload,
  happenings: (payload) => {
    const { workflow_run: run, repository } = payload;
    const part = toRunPart(payload);
    const note = toOutcomeNote(part, payload);
    const version = { at: run.updated_at, rank: RUN_STATES.indexOf(part.state), attempt: part.attempt };
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: runKey(repository, run.id),
        feature: "workflows",
        keptFor: ["workflows"],
        facts: { [`run:${String(part.attempt)}`]: toFact(version, part) },
        opens: true,
        actorLogin: part.author,
        filterables: { workflow: toFilterable(payload, part) },
        ...(note === undefined ? {} : { note, noteNeeds: "root" }),
      },
    ];
  },
});

function toFilterable(
  { workflow_run: run, repository }: Payload,
  part: RunPart,
): NonNullable<Filterables["workflow"]> {
  const leadsTo = run.pull_requests.find((pull) => pull.base.repo.id === repository.id)?.base.ref ?? "";
  const branch = PULL_EVENTS.includes(run.event) ? leadsTo : run.head_branch;
  const conclusion = run.status === "completed" ? (run.conclusion ?? undefined) : undefined;
  return {
    name: part.name,
    event: run.event,
    actor: part.author,
    ...(branch === "" ? {} : { branch }),
    ...(conclusion === undefined ? {} : { conclusion }),
  };
}

function toRunPart({ workflow_run: run, workflow, repository, sender }: Payload): RunPart {
  const state = toRunState(run.status, run.conclusion);
  const startedAt = run.run_started_at ?? run.created_at;
  const name = [workflow?.name, run.name, "Workflow"].find((one) => one !== undefined && one.trim() !== "");
  // A repetition has its own person; older servers name neither.
  const actor = [run.triggering_actor, run.actor].find(({ login }) => login !== "ghost") ?? sender;
  return {
    ...toRepositoryFields(repository),
    name: shorten(name ?? "", 100),
    number: run.run_number,
    attempt: run.run_attempt,
    title: toLine(run.display_title || firstLine(run.head_commit?.message), 200),
    url: run.html_url,
    state,
    trigger: run.event,
    branch: shorten(run.head_branch, 150),
    sha: run.head_sha,
    pull: run.pull_requests.find((pull) => pull.base.repo.id === repository.id)?.number ?? 0,
    author: actor.login,
    avatarUrl: actor.avatar_url,
    startedAt,
    seconds: run.status === "completed" ? toSeconds(startedAt, run.updated_at) : 0,
  };
}

function firstLine(message: string | undefined): string {
  return message?.split("\n", 1)[0] ?? "";
}

function toSeconds(from: string, until: string): number {
  return Math.max(Math.round((Date.parse(until) - Date.parse(from)) / 1_000), 0);
}

/** Only what somebody has to look at; the card tells the rest by itself. */
function toOutcomeNote(part: RunPart, { workflow_run: run, repository }: Payload): CardContent | undefined {
  const words = noteWords(part);
  if (words === undefined) return undefined;
  return toNote({
    ...words,
    how: "· started by",
    by: { login: part.author, avatar_url: part.avatarUrl },
    ...(part.seconds === 0 ? {} : { about: `after ${toDuration(part.seconds)}` }),
    url: part.url,
    at: run.updated_at,
    subject: `${repository.full_name} ${part.name} #${String(part.number)}`,
  });
}

function noteWords({ state }: RunPart): Pick<NoteFacts, "icon" | "verb"> | undefined {
  switch (state) {
    case "failed":
      return { icon: "❌", verb: "Failed" };
    case "startup_failed":
      return { icon: "❌", verb: "Could not start" };
    case "timed_out":
      return { icon: "⌛", verb: "Timed out" };
    case "action_required":
      return { icon: "✋", verb: "Needs approval" };
    default:
      return undefined;
  }
}
