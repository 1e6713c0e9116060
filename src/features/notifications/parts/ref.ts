import { z } from "zod";

/** A branch or tag that came or went. */
export const RefPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  kind: z.enum(["branch", "tag"]),
  deed: z.enum(["created", "deleted"]),
  name: z.string(),
  url: z.string(),
  author: z.string(),
  avatarUrl: z.string(),
  at: z.string(),
});
export type RefPart = z.infer<typeof RefPart>;
