import { z } from "zod";

/** In the order of a release's life: at one and the same time the later one is the truth. */
export const RELEASE_STATES = ["released", "prerelease", "unpublished", "deleted"] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

export const ReleasePart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  name: z.string(),
  tag: z.string(),
  url: z.string(),
  state: z.enum(RELEASE_STATES),
  author: z.string(),
  avatarUrl: z.string(),
  files: z.number(),
  notes: z.array(z.string()),
  publishedAt: z.string(),
});
export type ReleasePart = z.infer<typeof ReleasePart>;
