import { z } from "zod";
import type { ChecksState, OpenPull } from "../contract/review-queue.ts";

/** GitHub's words of a rollup of all checks and statuses of a commit. */
const CHECKS: Readonly<Record<string, ChecksState>> = {
  SUCCESS: "passing",
  FAILURE: "failing",
  ERROR: "failing",
  PENDING: "running",
  EXPECTED: "running",
};
const REVIEWS: Readonly<Record<string, OpenPull["review"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  REVIEW_REQUIRED: "required",
};

const Rollup = z.object({ state: z.string() }).nullish();
const Commit = z.object({ commit: z.object({ statusCheckRollup: Rollup }) });
/** Of a team that the asker may not see nothing is told. */
const Reviewer = z.object({ login: z.string().optional(), combinedSlug: z.string().optional() }).nullish();
const Time = z.iso.datetime({ offset: true }).transform((at) => new Date(at));

const Pull = z
  .object({
    number: z.int(),
    title: z.string(),
    url: z.url(),
    state: z.string(),
    isDraft: z.boolean(),
    createdAt: Time,
    reviewDecision: z.string().nullish(),
    author: z.object({ login: z.string() }).nullish(),
    repository: z.object({ nameWithOwner: z.string() }),
    latestOpinionatedReviews: z
      .object({ nodes: z.array(z.object({ state: z.string() }).nullable()).nullish() })
      .nullish(),
    reviewRequests: z
      .object({ nodes: z.array(z.object({ requestedReviewer: Reviewer }).nullable()).nullish() })
      .nullish(),
    commits: z.object({ nodes: z.array(Commit.nullable()).nullish() }).nullish(),
  })
  .transform(({ number, title, url, isDraft, createdAt, state, ...answer }) => {
    const rollup = answer.commits?.nodes?.[0]?.commit.statusCheckRollup?.state ?? "";
    const asked = answer.reviewRequests?.nodes ?? [];
    const opinions = answer.latestOpinionatedReviews?.nodes ?? [];
    const pull: OpenPull = {
      repository: answer.repository.nameWithOwner,
      number,
      title,
      htmlUrl: url,
      authorLogin: answer.author?.login ?? "ghost",
      createdAt,
      isDraft,
      review: REVIEWS[answer.reviewDecision ?? ""] ?? weigh(opinions.map((one) => one?.state)),
      checks: CHECKS[rollup] ?? "none",
      reviewers: asked.flatMap((one) => {
        const name = one?.requestedReviewer?.login ?? one?.requestedReviewer?.combinedSlug;
        return name === undefined ? [] : [name];
      }),
    };
    return { pull, isOpen: state === "OPEN" };
  });

/** Where no review is required GitHub decides nothing, whatever reviewers said. */
function weigh(states: readonly (string | undefined)[]): OpenPull["review"] {
  if (states.includes("CHANGES_REQUESTED")) return "changes-requested";
  return states.includes("APPROVED") ? "approved" : "none";
}

/** A search finds issues too, of which the query takes nothing; what may not be told is null. */
const Found = z.union([
  Pull,
  z
    .object({})
    .strict()
    .transform(() => undefined),
  z.null().transform(() => undefined),
]);

export const SearchAnswer = z.object({
  data: z
    .object({ search: z.object({ issueCount: z.int(), nodes: z.array(Found).nullish() }).nullish() })
    .nullish(),
  errors: z.array(z.object({ type: z.string().nullish() })).nullish(),
});
