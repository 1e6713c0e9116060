import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { calledIn } from "./pings.ts";
import { toNote } from "../note.ts";
import { subjectFilterables } from "./filterables.ts";
import { Account, Envelope, Issue, Time, toHappeningRepository, Url } from "./schemas.ts";
import { issueFacts, issueKey, pullKey, toDraft } from "./subject-facts.ts";

const Payload = z.object({
  ...Envelope,
  issue: Issue,
  comment: z.object({ user: Account, body: z.string().nullish(), html_url: Url, created_at: Time }),
});

/** Comments of issues and of pull requests: GitHub sends both as comments of an issue. */
export const issueCommentEvent = defineEvent({
  on: "issue_comment",
  schema: Payload,
  happenings: ({ action, issue, comment, repository, sender }) => {
    if (action !== "created") return [];
    const isPull = issue.pull_request !== undefined;
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: isPull ? pullKey(repository, issue.number) : issueKey(repository, issue.number),
        feature: "comments",
        keptFor: isPull ? ["pulls", "comments", "reviews"] : ["issues", "comments"],
        facts: issueFacts(issue, repository, action),
        opens: false,
        actorLogin: sender.login,
        filterables: subjectFilterables(issue),
        ...toDraft(issue),
        ...calledIn(comment.body, comment.user),
        note: toNote({
          icon: "💬",
          verb: "Comment",
          by: comment.user,
          body: comment.body,
          url: comment.html_url,
          at: comment.created_at,
          subject: `${repository.full_name}#${String(issue.number)}`,
        }),
      },
    ];
  },
});
