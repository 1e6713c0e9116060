import { z } from "zod";
import type { Fact } from "../../../core/facts.ts";
import type { Happening } from "../../../core/happening.ts";
import type { CheckState } from "../parts.ts";
import { NumericId, toHappeningRepository, type Repository } from "./schemas.ts";
import { pullKey } from "./subject-facts.ts";

/** The pull requests that a check is about; empty when its commit comes from a fork. */
export const CheckedPulls = z.array(
  z.object({
    number: z.number().int().positive(),
    base: z.object({ repo: z.object({ id: NumericId }) }),
  }),
);
export type CheckedPulls = z.infer<typeof CheckedPulls>;

/** Checks only ever change a card: nothing opens, nothing is said. */
export function checkHappenings(
  pulls: CheckedPulls,
  repository: Repository,
  part: { readonly name: string; readonly fact: Fact },
  actorLogin: string,
): readonly Happening[] {
  return pulls
    .filter((pull) => pull.base.repo.id === repository.id)
    .map((pull) => ({
      repository: toHappeningRepository(repository),
      subjectKey: pullKey(repository, pull.number),
      feature: "pulls",
      keptFor: ["pulls", "comments", "reviews"],
      facts: { [part.name]: part.fact },
      opens: false,
      actorLogin,
    }));
}

/** GitHub's status and conclusion in the words of a card. An unknown conclusion counts as failed: it did not pass. */
export function toCheckState(status: string, conclusion: string | null | undefined): CheckState {
  if (status !== "completed") return "running";
  switch (conclusion ?? "") {
    case "success":
      return "passed";
    case "neutral":
    case "skipped":
    case "stale":
      return "skipped";
    case "cancelled":
      return "cancelled";
    default:
      return "failed";
  }
}
