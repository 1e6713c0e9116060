import { z } from "zod";
import { created, fail, invalid, ok, type Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import type { RepositoryRecord, ReviewRecord } from "../world.ts";
import { editIssue, setIssueState, type By } from "../acts/issues.ts";
import { mergePull, openPull } from "../acts/pulls.ts";
import { review } from "../acts/reviews.ts";
import { getPull, toPull, toSimplePull } from "../shapes/pull.ts";
import { toRestReview, toReviewComment } from "../shapes/review.ts";
import { readable, withIssue, writable, type Need } from "./guards.ts";

const READER: Need = { permission: "pull_requests", access: "write", role: "read" };
const WRITER: Need = { permission: "pull_requests", access: "write", role: "write" };
const MERGER: Need = { permission: "contents", access: "write", role: "write" };
const BASE = "/repos/:owner/:repo/pulls";

const NewPull = z.object({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
});
const Edit = z.object({
  title: z.string().optional(),
  body: z.string().optional(),
  state: z.enum(["open", "closed"]).optional(),
});
const NewReview = z.object({
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]),
  body: z.string().optional(),
  commit_id: z.string().optional(),
});
const Merge = z.object({ sha: z.string().optional(), commit_title: z.string().optional() });

const STATES: Record<z.infer<typeof NewReview>["event"], ReviewRecord["state"]> = {
  APPROVE: "approved",
  REQUEST_CHANGES: "changes_requested",
  COMMENT: "commented",
};

export const pullRoutes: Route[] = [
  route(
    `GET ${BASE}`,
    readable((call, repository) => {
      const state = call.query.get("state") ?? "open";
      const pulls = [...repository.issues.values()].filter((issue) => issue.pull !== undefined);
      const shown = pulls.filter((issue) => state === "all" || issue.state === state).reverse();
      return paged(call, shown, (issue) => toSimplePull(call.world, repository, issue));
    }),
  ),
  route(`POST ${BASE}`, writable(READER, open)),
  route(
    `GET ${BASE}/:number`,
    readable((call, repository) =>
      withIssue(call, repository, "pull", (issue) => ok(toPull(call.world, repository, issue))),
    ),
  ),
  route(`PATCH ${BASE}/:number`, writable(WRITER, edit)),
  route(
    `GET ${BASE}/:number/reviews`,
    readable((call, repository) =>
      withIssue(call, repository, "pull", (issue) =>
        paged(call, getPull(issue).reviews, (record) => toRestReview(call.world, repository, issue, record)),
      ),
    ),
  ),
  route(
    `GET ${BASE}/:number/comments`,
    readable((call, repository) =>
      withIssue(call, repository, "pull", (issue) =>
        paged(call, getPull(issue).reviewComments, (record) =>
          toReviewComment(call.world, repository, issue, record),
        ),
      ),
    ),
  ),
  route(`POST ${BASE}/:number/reviews`, writable(READER, addReview)),
  route(`PUT ${BASE}/:number/merge`, writable(MERGER, merge)),
];

function open(call: Call, repository: RepositoryRecord, by: By): Answer {
  const fields = NewPull.safeParse(call.body);
  if (!fields.success) return invalid("PullRequest", "head", "missing_field");
  if (!repository.branches.has(fields.data.head)) return invalid("PullRequest", "head", "invalid");
  if (!repository.branches.has(fields.data.base)) return invalid("PullRequest", "base", "invalid");
  const { record } = openPull(call.world, repository, by, fields.data);
  return created(toPull(call.world, repository, record));
}

function edit(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withIssue(call, repository, "pull", (issue) => {
    const fields = Edit.safeParse(call.body);
    if (!fields.success) return invalid("PullRequest", "state", "invalid");
    const { title, body, state } = fields.data;
    if (state === "open" && getPull(issue).mergedAt !== null)
      return invalid("PullRequest", "state", "invalid");
    if (title !== undefined || body !== undefined)
      editIssue(call.world, repository, issue, by, { title, body });
    if (state !== undefined) setIssueState(call.world, repository, issue, by, state);
    return ok(toPull(call.world, repository, issue));
  });
}

function addReview(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withIssue(call, repository, "pull", (issue) => {
    const fields = NewReview.safeParse(call.body);
    if (!fields.success) return invalid("PullRequestReview", "event", "invalid");
    const { event, body } = fields.data;
    if (event !== "COMMENT" && issue.user === by.sender) {
      const verb = event === "APPROVE" ? "approve" : "request changes on";
      return fail(422, "Unprocessable Entity", { errors: [`Can not ${verb} your own pull request`] });
    }
    if (event !== "APPROVE" && (body ?? "") === "")
      return invalid("PullRequestReview", "body", "missing_field");
    const { record } = review(call.world, repository, issue, by, { state: STATES[event], body });
    return ok(toRestReview(call.world, repository, issue, record));
  });
}

function merge(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withIssue(call, repository, "pull", (issue) => {
    const fields = Merge.safeParse(call.body);
    if (!fields.success) return invalid("PullRequest", "sha", "invalid");
    const pull = getPull(issue);
    if (issue.state === "closed" || pull.draft) return fail(405, "Pull Request is not mergeable");
    if (fields.data.sha !== undefined && fields.data.sha !== pull.headSha) {
      return fail(409, "Head branch was modified. Review and try the merge again.");
    }
    mergePull(call.world, repository, issue, by, fields.data.commit_title);
    return ok({ sha: pull.mergeCommitSha, merged: true, message: "Pull Request successfully merged" });
  });
}
