import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { calledIn } from "./pings.ts";
import { toNote } from "../note.ts";
import { subjectFilterables } from "./filterables.ts";
import { Account, Envelope, NumericId, Pull, Time, toHappeningRepository, Url } from "./schemas.ts";
import { inlineFacts, pullFacts, pullKey, toDraft } from "./subject-facts.ts";

const Payload = z.object({
  ...Envelope,
  comment: z.object({
    id: NumericId,
    user: Account,
    body: z.string().nullish(),
    path: z.string(),
    html_url: Url,
    created_at: Time,
  }),
  pull_request: Pull,
});

export const pullRequestReviewCommentEvent = defineEvent({
  on: "pull_request_review_comment",
  schema: Payload,
  happenings: ({ action, comment, pull_request: pull, repository, sender }) => {
    if (action !== "created") return [];
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: pullKey(repository, pull.number),
        feature: "reviews",
        keptFor: ["pulls", "comments", "reviews"],
        facts: { ...pullFacts(pull, repository, action), ...inlineFacts(comment.id, comment.created_at) },
        opens: false,
        actorLogin: sender.login,
        filterables: subjectFilterables(pull),
        ...toDraft(pull),
        ...calledIn(comment.body, comment.user),
        note: toNote({
          icon: "💬",
          verb: "Comment",
          by: comment.user,
          about: `on ${comment.path}`,
          body: comment.body,
          url: comment.html_url,
          at: comment.created_at,
          subject: `${repository.full_name}#${String(pull.number)}`,
        }),
      },
    ];
  },
});
