import { z } from "zod";
import type { Facts } from "../../../core/facts.ts";
import { toFact } from "../parts.ts";
import { DISCUSSION_STATES, type DiscussionState } from "../parts/discussion.ts";
import { shorten, toExcerpt } from "../../../core/plain-text.ts";
import { Account, Count, LooseText, Time, toRepositoryFields, Url, type Repository } from "./schemas.ts";
import { countFacts } from "./subject-facts.ts";

export const Discussion = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  html_url: Url,
  state: z.string().nullish(),
  state_reason: LooseText,
  locked: z.boolean().catch(false),
  answer_chosen_at: z.string().nullish(),
  category: z.object({ name: z.string() }),
  labels: z.array(z.object({ name: z.string() })).catch([]),
  user: Account,
  body: z.string().nullish(),
  comments: Count,
  created_at: Time,
  updated_at: Time,
});
export type Discussion = z.infer<typeof Discussion>;

export function discussionKey(repository: Repository, { number }: Discussion): string {
  return `discussion:${repository.id}#${String(number)}`;
}

/** Of a discussion that left, the payload still says what it was before. */
function discussionState({ state, answer_chosen_at: answered }: Discussion, action: string): DiscussionState {
  if (action === "deleted" || action === "transferred") return action;
  // GitHub also says `locked` and `converting` here, which are neither of both.
  if (state === "closed") return "closed";
  return answered === null || answered === undefined ? "open" : "answered";
}

/** A comment's own `deleted` is none of the discussion's: pass an action only from the discussion's events. */
export function discussionFacts(discussion: Discussion, repository: Repository, action = ""): Facts {
  const state = discussionState(discussion, action);
  const attempt = action === "created" ? 0 : 1 + discussion.labels.length;
  const version = { at: discussion.updated_at, rank: DISCUSSION_STATES.indexOf(state), attempt };
  return {
    discussion: toFact(version, {
      ...toRepositoryFields(repository),
      number: discussion.number,
      title: shorten(discussion.title, 256),
      url: discussion.html_url,
      state,
      reason: state === "closed" ? discussion.state_reason : "",
      locked: discussion.locked,
      category: shorten(discussion.category.name, 60),
      labels: discussion.labels.slice(0, 20).map((label) => shorten(label.name, 50)),
      author: discussion.user.login,
      avatarUrl: discussion.user.avatar_url,
      excerpt: toExcerpt(discussion.body, 300),
      createdAt: discussion.created_at,
    }),
    ...countFacts("comments", discussion.comments, discussion.updated_at),
  };
}
