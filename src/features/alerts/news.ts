import { z } from "zod";
import { ALERT_KINDS } from "./kinds.ts";

// What a webhook may mean to people by themselves. Made from the payload alone, kept in a job until they are told.

export const SUBJECT_STATES = ["draft", "open", "closed", "merged", "deleted"] as const;
export type SubjectState = (typeof SUBJECT_STATES)[number];

/** An issue, pull request or discussion. */
export const Subject = z.object({
  /** `pull:3001#7` */
  key: z.string(),
  repository: z.string(),
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(SUBJECT_STATES),
  /** GitHub's time of this state. */
  at: z.string(),
});
export type Subject = z.infer<typeof Subject>;

/** Why somebody should hear of it. */
export const Reason = z.object({
  kind: z.enum(ALERT_KINDS),
  /** Tells this reason from others of its kind: the same one is told once. */
  mark: z.string(),
  /** Login of who did it; `''` for checks. */
  by: z.string(),
  /** An excerpt of what they wrote, or the check's name. */
  text: z.string(),
  url: z.string(),
  at: z.string(),
});
export type Reason = z.infer<typeof Reason>;

/** A reason and whom it is meant for: GitHub accounts by id, or by login (in lower case) where the payload has no id. */
export const AddressedReason = Reason.extend({ ids: z.array(z.string()), logins: z.array(z.string()) });
export type AddressedReason = z.infer<typeof AddressedReason>;

/** Checks of a commit that failed; whose pull request it is, the payload doesn't say. */
export const Failure = z.object({
  sha: z.string(),
  name: z.string(),
  url: z.string(),
  at: z.string(),
  /** Who set the checks going: probably the author. */
  starterIds: z.array(z.string()),
  /** Numbers of the repository's pull requests with this commit, as far as told. */
  pulls: z.array(z.number()),
});
export type Failure = z.infer<typeof Failure>;

export const News = z.object({
  repository: z.object({ id: z.string(), fullName: z.string() }),
  /** Who did it: they needn't be told. */
  actorId: z.string(),
  subject: Subject.exactOptional(),
  /** Of a pull request: its commit, `''` when it is no longer open, and its author. */
  head: z.object({ sha: z.string(), authorId: z.string(), at: z.string() }).exactOptional(),
  reasons: z.array(AddressedReason),
  failure: Failure.exactOptional(),
});
export type News = z.infer<typeof News>;
