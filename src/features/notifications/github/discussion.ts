import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { CardContent } from "../../../core/message.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { Discussion, discussionFacts, discussionKey } from "./discussion-facts.ts";
import { Account, Envelope, Time, toHappeningRepository, Url } from "./schemas.ts";

const Payload = z.object({
  ...Envelope,
  discussion: Discussion,
  answer: z
    .object({ user: Account, body: z.string().nullish(), html_url: Url, created_at: Time })
    .nullish()
    .catch(undefined),
  changes: z
    .object({ new_repository: z.object({ full_name: z.string() }).optional() })
    .optional()
    .catch(undefined),
});
type Payload = z.infer<typeof Payload>;

export const discussionEvent = defineEvent({
  on: "discussion",
  schema: Payload,
  happenings: (payload) => {
    const { action, discussion, repository, sender } = payload;
    const note = toStateNote(payload);
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: discussionKey(repository, discussion),
        feature: "discussions",
        keptFor: ["discussions"],
        facts: discussionFacts(discussion, repository, action),
        opens: action === "created",
        actorLogin: sender.login,
        ...(note === undefined ? {} : { note, noteNeeds: "root" }),
      },
    ];
  },
});

function toStateNote(payload: Payload): CardContent | undefined {
  const words = stateWords(payload);
  if (words === undefined) return undefined;
  const { action, answer, discussion, repository, sender } = payload;
  const isAnswer = action === "answered" && answer !== null && answer !== undefined;
  return toNote({
    ...words,
    by: sender,
    ...(isAnswer ? { body: answer.body } : {}),
    url: isAnswer ? answer.html_url : discussion.html_url,
    at: discussion.updated_at,
    subject: `${repository.full_name}#${String(discussion.number)}`,
  });
}

function stateWords({
  action,
  answer,
  discussion,
  changes,
}: Payload): Pick<NoteFacts, "icon" | "verb" | "about"> | undefined {
  switch (action) {
    case "answered": {
      const login = answer?.user.login;
      const about = login === undefined ? {} : { about: `with a comment of @${login}'s` };
      return { icon: "✅", verb: "Marked as answered", ...about };
    }
    case "unanswered":
      return { icon: "⚪", verb: "Unmarked the answer" };
    case "closed":
      return closedWords(discussion.state_reason);
    case "reopened":
      return { icon: "🟢", verb: "Reopened" };
    case "locked":
      return { icon: "🔒", verb: "Locked" };
    case "unlocked":
      return { icon: "🔓", verb: "Unlocked" };
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

function closedWords(reason: string): Pick<NoteFacts, "icon" | "verb"> {
  if (reason === "outdated") return { icon: "⚪", verb: "Closed as outdated" };
  if (reason === "duplicate") return { icon: "⚪", verb: "Closed as duplicate" };
  return { icon: "🟣", verb: "Closed" };
}
