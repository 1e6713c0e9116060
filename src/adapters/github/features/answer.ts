import { z } from "zod";
import type { CommitChecks, NamedPull } from "../contract/named-work.ts";
import type { ChecksState } from "../contract/review-queue.ts";

/** GitHub's words of a rollup of all checks and statuses of a commit. */
const STATES: Readonly<Record<string, ChecksState>> = {
  SUCCESS: "passing",
  FAILURE: "failing",
  ERROR: "failing",
  PENDING: "running",
  EXPECTED: "running",
};
const MOST_FAILED = 3;
/** Conclusions of check runs, and states of statuses, that make a rollup fail. */
const FAILED: ReadonlySet<string> = new Set([
  "FAILURE",
  "ERROR",
  "TIMED_OUT",
  "CANCELLED",
  "ACTION_REQUIRED",
  "STARTUP_FAILURE",
]);

const Url = z
  .url({ protocol: /^https?$/ })
  .nullish()
  .catch(undefined);

/** A check run or a commit status: one has `name` and `conclusion`, the other `context` and `state`. */
const Context = z
  .object({
    name: z.string().nullish(),
    conclusion: z.string().nullish(),
    detailsUrl: Url,
    context: z.string().nullish(),
    state: z.string().nullish(),
    targetUrl: Url,
  })
  .nullable();

/** What the App may not see of checks is null. */
const Commit = z
  .object({
    statusCheckRollup: z
      .object({
        state: z.string(),
        contexts: z.object({ nodes: z.array(Context).nullish() }).nullish(),
      })
      .nullish(),
  })
  .nullish()
  .transform((commit): CommitChecks => {
    const rollup = commit?.statusCheckRollup;
    const failed = (rollup?.contexts?.nodes ?? []).flatMap((one) => {
      const name = one?.name ?? one?.context ?? "";
      if (name === "" || !FAILED.has(one?.conclusion ?? one?.state ?? "")) return [];
      const htmlUrl = one?.detailsUrl ?? one?.targetUrl ?? undefined;
      return [{ name, ...(htmlUrl !== undefined && { htmlUrl }) }];
    });
    return { state: STATES[rollup?.state ?? ""] ?? "none", failed: failed.slice(0, MOST_FAILED) };
  });

const PullState = z.enum(["OPEN", "CLOSED", "MERGED"]);

const Pull = z
  .object({
    number: z.int(),
    title: z.string(),
    url: z.url(),
    state: PullState,
    isDraft: z.boolean(),
    headRefName: z.string(),
    author: z.object({ login: z.string() }).nullish(),
    repository: z.object({ nameWithOwner: z.string() }),
    commits: z.object({ nodes: z.array(z.object({ commit: Commit }).nullable()).nullish() }).nullish(),
  })
  .transform(({ number, title, url, headRefName, author, repository, commits, ...pull }): NamedPull => ({
    ...{ number, title, htmlUrl: url, branch: headRefName, repository: repository.nameWithOwner },
    authorLogin: author?.login ?? "ghost",
    state: toState(pull),
    checks: commits?.nodes?.[0]?.commit ?? { state: "none", failed: [] },
  }));

function toState({
  state,
  isDraft,
}: {
  readonly state: z.infer<typeof PullState>;
  readonly isDraft: boolean;
}): NamedPull["state"] {
  if (state !== "OPEN") return state === "MERGED" ? "merged" : "closed";
  return isDraft ? "draft" : "open";
}

/** Issues are found, too, of which the query takes nothing. */
const Found = z.union([
  Pull,
  z
    .object({})
    .strict()
    .transform(() => undefined),
  z.null().transform(() => undefined),
]);

const Search = z.object({ issueCount: z.int(), nodes: z.array(Found).nullish() }).nullish();

const Branch = z.object({
  name: z.string(),
  target: Commit,
  associatedPullRequests: z.object({ nodes: z.array(Pull.nullable()).nullish() }).nullish(),
});

const Repository = z
  .object({
    nameWithOwner: z.string(),
    url: z.url(),
    refs: z.object({ totalCount: z.int(), nodes: z.array(Branch.nullable()).nullish() }).nullish(),
  })
  .nullish();

export const NamedWorkAnswer = z.object({
  data: z.object({ repository: Repository, search: Search }).nullish(),
  errors: z.array(z.object({ type: z.string().nullish() })).nullish(),
});
export type NamedWorkAnswer = z.infer<typeof NamedWorkAnswer>;
