import { z } from "zod";

// Only what alerts read of GitHub's payloads. Source: docs.github.com "Webhook events and payloads".

export const Id = z.int().positive().transform(String);
const Url = z.url({ protocol: /^https?$/ });
const Time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString().replace(/\.\d{3}Z$/, "Z"));

/** Somebody; a ghost's or a team's place is empty. */
export const Account = z.object({ id: Id, login: z.string() }).nullish().catch(undefined);
export type Account = z.infer<typeof Account>;

export const Envelope = z.object({
  action: z.string(),
  repository: z.object({ id: Id, full_name: z.string() }),
  sender: Account,
});
export type Envelope = z.infer<typeof Envelope>;

export const Item = z.object({
  number: z.int().positive(),
  title: z.string(),
  html_url: Url,
  state: z.string().nullish(),
  user: Account,
  body: z.string().nullish(),
  draft: z.boolean().nullish(),
  created_at: Time,
  updated_at: Time,
  merged_at: z.string().nullish(),
  /** There when an issue is a pull request. */
  pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
  head: z.object({ sha: z.string() }).nullish(),
});
export type Item = z.infer<typeof Item>;

/** A comment or a review. */
export const Comment = z.object({
  user: Account,
  body: z.string().nullish(),
  html_url: Url,
  created_at: Time.nullish(),
  submitted_at: Time.nullish(),
});
export type Comment = z.infer<typeof Comment>;

/** One of `issue`, `pull_request` and `discussion` is there. */
export const SubjectPayload = Envelope.extend({
  issue: Item.optional(),
  pull_request: Item.optional(),
  discussion: Item.optional(),
  comment: Comment.optional(),
  review: Comment.optional(),
  assignee: Account,
  requested_reviewer: Account,
});
export type SubjectPayload = z.infer<typeof SubjectPayload>;

const Checked = z.object({
  head_sha: z.string().regex(/^[\da-f]{7,64}$/i),
  conclusion: z.string().nullish(),
  name: z.string().nullish(),
  html_url: Url.nullish().catch(undefined),
  completed_at: Time.nullish(),
  updated_at: Time.nullish(),
  app: z.object({ name: z.string().nullish() }).nullish().catch(undefined),
  actor: Account,
  triggering_actor: Account,
  pull_requests: z
    .array(z.object({ number: z.int().positive(), base: z.object({ repo: z.object({ id: Id }) }) }))
    .catch([]),
});
export type Checked = z.infer<typeof Checked>;

export const ChecksPayload = Envelope.extend({
  check_run: Checked.optional(),
  check_suite: Checked.optional(),
  workflow_run: Checked.optional(),
});
export type ChecksPayload = z.infer<typeof ChecksPayload>;
