import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { Facts } from "../../../core/facts.ts";
import type { PullState } from "../../../core/filters.ts";
import type { Filterables } from "../../../core/happening.ts";
import type { CardContent } from "../../../core/message.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { toFact } from "../parts.ts";
import { Named, requestOf } from "./pings.ts";
import { subjectFilterables } from "./filterables.ts";
import { Envelope, Pull, toHappeningRepository } from "./schemas.ts";
import { pullFacts, pullKey, pullState, toDraft } from "./subject-facts.ts";

const Payload = z.object({
  ...Envelope,
  pull_request: Pull,
  reason: z.string().nullish(),
  assignee: Named,
  requested_reviewer: Named,
});
type Payload = z.infer<typeof Payload>;

const DEQUEUED_BECAUSE: Readonly<Record<string, string>> = {
  CI_FAILURE: "because checks failed",
  CI_TIMEOUT: "because checks took too long",
  MERGE_CONFLICT: "because of a conflict",
  BRANCH_PROTECTIONS: "because of the branch's rules",
  QUEUE_CLEARED: "because the queue was cleared",
  ROLL_BACK: "because one before it was taken out",
  GIT_TREE_INVALID: "because it could not be merged",
  INVALID_MERGE_COMMIT: "because it could not be merged",
};

const OPENS: readonly string[] = ["opened", "reopened", "ready_for_review"];

export const pullRequestEvent = defineEvent({
  on: "pull_request",
  schema: Payload,
  happenings: (payload) => {
    const { action, pull_request: pull, repository, sender } = payload;
    const note = toStateNote(payload);
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: pullKey(repository, pull.number),
        feature: "pulls",
        keptFor: ["pulls", "comments", "reviews"],
        facts: { ...pullFacts(pull, repository, action), ...queueFacts(payload) },
        opens: OPENS.includes(action),
        ...toDraft(pull),
        actorLogin: sender.login,
        filterables: toFilterables(payload),
        ...requestOf(payload, {
          url: pull.html_url,
          at: pull.updated_at,
          subject: `${repository.full_name}#${String(pull.number)}`,
        }),
        ...(note === undefined ? {} : { note, noteNeeds: "root" }),
      },
    ];
  },
});

/** What it became; a draft is not opened before it is ready. */
function toFilterables({ action, pull_request: pull }: Payload): Filterables {
  const about = subjectFilterables(pull);
  const state = toState(action, pull);
  return state === undefined ? about : { ...about, pull: { ...about.pull, state } };
}

function toState(action: string, pull: Pull): PullState | undefined {
  switch (action) {
    case "closed":
      return pullState(pull) === "merged" ? "merged" : "closed";
    case "opened":
    case "ready_for_review":
      return pull.draft === true ? undefined : "opened";
    case "reopened":
      return pull.draft === true ? undefined : "reopened";
    default:
      return undefined;
  }
}

/** The pull request itself does not say that it stands in the merge queue: only its coming and going does. */
function queueFacts({ action, pull_request: pull }: Payload): Facts {
  if (action !== "enqueued" && action !== "dequeued") return {};
  const queued = action === "enqueued";
  return { queue: toFact({ at: pull.updated_at, rank: queued ? 0 : 1, attempt: 0 }, { queued }) };
}

function toStateNote(payload: Payload): CardContent | undefined {
  const words = stateWords(payload);
  if (words === undefined) return undefined;
  const { pull_request: pull, repository, sender } = payload;
  return toNote({
    ...words,
    by: sender,
    url: pull.html_url,
    at: pull.updated_at,
    subject: `${repository.full_name}#${String(pull.number)}`,
  });
}

function stateWords({
  action,
  reason,
  pull_request: pull,
}: Payload): Pick<NoteFacts, "icon" | "verb" | "about"> | undefined {
  switch (action) {
    case "closed":
      return pullState(pull) === "merged"
        ? { icon: "🟣", verb: "Merged" }
        : { icon: "🔴", verb: "Closed without merging" };
    case "enqueued":
      return { icon: "🟠", verb: "Added to the merge queue" };
    case "dequeued":
      return dequeuedWords(reason);
    case "reopened":
      return { icon: "🟢", verb: "Reopened" };
    case "ready_for_review":
      return { icon: "🟢", verb: "Marked ready for review" };
    case "converted_to_draft":
      return { icon: "⚪", verb: "Converted to draft" };
    default:
      return undefined;
  }
}

/** Leaving the queue by being merged is told as such. */
function dequeuedWords(
  reason: string | null | undefined,
): Pick<NoteFacts, "icon" | "verb" | "about"> | undefined {
  if (reason === "MERGE") return undefined;
  const why = DEQUEUED_BECAUSE[reason ?? ""];
  return { icon: "⏏️", verb: "Removed from the merge queue", ...(why === undefined ? {} : { about: why }) };
}
