import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { calledIn } from "./pings.ts";
import { toNote } from "../note.ts";
import { Discussion, discussionFacts, discussionKey } from "./discussion-facts.ts";
import { Account, Envelope, Time, toHappeningRepository, Url } from "./schemas.ts";

const Payload = z.object({
  ...Envelope,
  discussion: Discussion,
  comment: z.object({
    user: Account,
    body: z.string().nullish(),
    html_url: Url,
    created_at: Time,
    parent_id: z.number().nullish(),
  }),
});

export const discussionCommentEvent = defineEvent({
  on: "discussion_comment",
  schema: Payload,
  happenings: ({ action, discussion, comment, repository, sender }) => {
    if (action !== "created") return [];
    const isAnswer = comment.parent_id !== null && comment.parent_id !== undefined;
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: discussionKey(repository, discussion),
        feature: "discussions",
        keptFor: ["discussions"],
        facts: discussionFacts(discussion, repository),
        opens: false,
        actorLogin: sender.login,
        ...calledIn(comment.body, comment.user),
        note: toNote({
          icon: "💬",
          verb: isAnswer ? "Reply" : "Comment",
          by: comment.user,
          body: comment.body,
          url: comment.html_url,
          at: comment.created_at,
          subject: `${repository.full_name}#${String(discussion.number)}`,
        }),
      },
    ];
  },
});
