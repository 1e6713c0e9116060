import { z } from "zod";

/** A commit that somebody commented on, as far as the comment tells; the rest of a push's card where its push is unknown. */
export const CommitPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  sha: z.string(),
  url: z.string(),
});
export type CommitPart = z.infer<typeof CommitPart>;
