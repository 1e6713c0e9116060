import { z } from "zod";

/** In the order of a discussion's life: at one and the same time the later one is the truth. */
export const DISCUSSION_STATES = ["open", "answered", "closed", "transferred", "deleted"] as const;
export type DiscussionState = (typeof DISCUSSION_STATES)[number];

export const DiscussionPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(DISCUSSION_STATES),
  /** Why it was closed: `resolved`, `outdated`, `duplicate`, or empty. */
  reason: z.string(),
  locked: z.boolean(),
  category: z.string(),
  labels: z.array(z.string()),
  author: z.string(),
  avatarUrl: z.string(),
  excerpt: z.string(),
  createdAt: z.string(),
});
export type DiscussionPart = z.infer<typeof DiscussionPart>;
