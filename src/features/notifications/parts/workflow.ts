import { z } from "zod";

/** In the order of a run's life; conclusions that GitHub may add later are `ended`. */
export const RUN_STATES = [
  "queued",
  "waiting",
  "running",
  "ended",
  "skipped",
  "cancelled",
  "succeeded",
  "action_required",
  "timed_out",
  "startup_failed",
  "failed",
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** `run:<attempt>`: a later attempt is the truth whatever the times say. */
export const RunPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  name: z.string(),
  number: z.number(),
  attempt: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(RUN_STATES),
  trigger: z.string(),
  branch: z.string(),
  sha: z.string(),
  pull: z.number(),
  author: z.string(),
  avatarUrl: z.string(),
  startedAt: z.string(),
  /** Zero while it runs. */
  seconds: z.number(),
});
export type RunPart = z.infer<typeof RunPart>;

/** `job:<attempt>/<id>` */
export const JobPart = z.object({ attempt: z.number(), name: z.string(), state: z.enum(RUN_STATES) });
export type JobPart = z.infer<typeof JobPart>;

/** A decision beats the request that it answers, which may tell the same time. */
export const REVIEW_STATES = ["waiting", "approved", "rejected"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** `env:<attempt>/<name>`: an environment that wants an approval. */
export const EnvironmentPart = z.object({
  attempt: z.number(),
  name: z.string(),
  state: z.enum(REVIEW_STATES),
  /** Who decided; empty while it waits. */
  by: z.string(),
  /** Whom GitHub asks; empty once it is decided. */
  reviewers: z.array(z.string()),
});
export type EnvironmentPart = z.infer<typeof EnvironmentPart>;
