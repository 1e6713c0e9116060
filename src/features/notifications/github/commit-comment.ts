import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { calledIn } from "./pings.ts";
import { toNote } from "../note.ts";
import { toFact } from "../parts.ts";
import {
  Account,
  Envelope,
  NumericId,
  Time,
  toHappeningRepository,
  toRepositoryFields,
  Url,
  Sha,
} from "./schemas.ts";
import { inlineFacts } from "./subject-facts.ts";

const Payload = z.object({
  ...Envelope,
  comment: z.object({
    id: NumericId,
    user: Account,
    body: z.string().nullish(),
    html_url: Url,
    created_at: Time,
    commit_id: Sha,
    path: z.string().nullish(),
    line: z.number().nullish(),
  }),
});
type Payload = z.infer<typeof Payload>;

/** Stands under the card of the push that brought the commit, if that is its last one; else under one of its own. */
export const commitCommentEvent = defineEvent({
  on: "commit_comment",
  schema: Payload,
  happenings: ({ action, comment, repository, sender }) => {
    if (action !== "created") return [];
    const sha = comment.commit_id;
    const about = toPlace(comment);
    // It never changes, so that any time will do, as long as it is the same in all comments.
    const version = { at: "1970-01-01T00:00:00Z", rank: 0, attempt: 0 };
    const url = `${repository.html_url}/commit/${sha}`;
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: `push:${repository.id}@${sha}`,
        feature: "comments",
        keptFor: ["comments"],
        facts: {
          commit: toFact(version, { ...toRepositoryFields(repository), sha, url }),
          ...inlineFacts(comment.id, comment.created_at),
        },
        opens: false,
        actorLogin: sender.login,
        ...calledIn(comment.body, comment.user),
        note: toNote({
          icon: "💬",
          verb: "Comment",
          by: comment.user,
          ...(about === undefined ? {} : { about }),
          body: comment.body,
          url: comment.html_url,
          at: comment.created_at,
          subject: `${repository.full_name}@${sha.slice(0, 7)}`,
        }),
      },
    ];
  },
});

function toPlace({ path, line }: Payload["comment"]): string | undefined {
  if (path === null || path === undefined || path === "") return undefined;
  return line === null || line === undefined ? `on ${path}` : `on ${path}, line ${String(line)}`;
}
