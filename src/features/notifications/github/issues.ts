import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { CardContent } from "../../../core/message.ts";
import type { SubjectState } from "../parts.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { Named, requestOf } from "./pings.ts";
import { subjectFilterables } from "./filterables.ts";
import { Envelope, Issue, toHappeningRepository } from "./schemas.ts";
import { issueFacts, issueKey, issueState } from "./subject-facts.ts";

const Payload = z.object({
  ...Envelope,
  issue: Issue,
  assignee: Named,
  changes: z.object({ new_repository: z.object({ full_name: z.string() }).optional() }).optional(),
});
type Payload = z.infer<typeof Payload>;

/** An issue moved here arrives as `opened`, one moved away as `transferred`. */
const OPENS: readonly string[] = ["opened", "reopened"];

export const issuesEvent = defineEvent({
  on: "issues",
  schema: Payload,
  happenings: (payload) => {
    const { action, issue, repository, sender } = payload;
    const note = toStateNote(payload);
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: issueKey(repository, issue.number),
        feature: "issues",
        keptFor: ["issues", "comments"],
        facts: issueFacts(issue, repository, action, toState(payload)),
        opens: OPENS.includes(action),
        actorLogin: sender.login,
        filterables: subjectFilterables(issue),
        ...requestOf(payload, {
          url: issue.html_url,
          at: issue.updated_at,
          subject: `${repository.full_name}#${String(issue.number)}`,
        }),
        ...(note === undefined ? {} : { note, noteNeeds: "root" }),
      },
    ];
  },
});

/** Of an issue that left, the payload still says what it was before. */
function toState({ action, issue }: Payload): SubjectState {
  if (action === "transferred" || action === "deleted") return action;
  return issueState(issue);
}

function toStateNote(payload: Payload): CardContent | undefined {
  const words = stateWords(payload);
  if (words === undefined) return undefined;
  const { issue, repository, sender } = payload;
  return toNote({
    ...words,
    by: sender,
    url: issue.html_url,
    at: issue.updated_at,
    subject: `${repository.full_name}#${String(issue.number)}`,
  });
}

function stateWords({
  action,
  issue,
  changes,
}: Payload): Pick<NoteFacts, "icon" | "verb" | "about"> | undefined {
  switch (action) {
    case "closed":
      return closedWords(issue.state_reason);
    case "reopened":
      return { icon: "🟢", verb: "Reopened" };
    case "deleted":
      return { icon: "🗑️", verb: "Deleted" };
    case "transferred": {
      const target = changes?.new_repository?.full_name;
      return { icon: "➡️", verb: "Transferred", ...(target === undefined ? {} : { about: `to ${target}` }) };
    }
    default:
      return undefined;
  }
}

function closedWords(reason: string | null | undefined): Pick<NoteFacts, "icon" | "verb"> {
  if (reason === "not_planned") return { icon: "⚪", verb: "Closed as not planned" };
  if (reason === "duplicate") return { icon: "⚪", verb: "Closed as duplicate" };
  return { icon: "🟣", verb: "Closed" };
}
