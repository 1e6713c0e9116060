import { z } from "zod";

export const REPOSITORY_CHANGES = ["publicized", "privatized", "archived", "unarchived"] as const;
export type RepositoryChange = (typeof REPOSITORY_CHANGES)[number];

export const RepositoryPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  change: z.enum(REPOSITORY_CHANGES),
  author: z.string(),
  avatarUrl: z.string(),
  at: z.string(),
});
export type RepositoryPart = z.infer<typeof RepositoryPart>;
