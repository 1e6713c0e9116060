import type { PullRequestReview, PullRequestReviewComment } from "@octokit/webhooks-types";
import type { IssueRecord, RepositoryRecord, ReviewCommentRecord, ReviewRecord, World } from "../world.ts";
import { nodeId } from "../ids.ts";
import { toUser } from "./account.ts";
import { association, toReactions } from "./issue.ts";
import { toSimplePull } from "./pull.ts";
import { repositoryUrl } from "./repository.ts";

/** Webhooks write the state in lower case (the REST API in upper case: see {@link toRestReview}). */
export function toReview(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  review: ReviewRecord,
): PullRequestReview {
  const pull = toSimplePull(world, repository, issue);
  const page = `${pull.html_url}#pullrequestreview-${String(review.id)}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: toUser(world, review.user),
    body: review.body,
    commit_id: review.commitId,
    submitted_at: review.submittedAt,
    state: review.state,
    html_url: page,
    pull_request_url: pull.url,
    author_association: association(repository, review.user),
    _links: { html: { href: page }, pull_request: { href: pull.url } },
  };
}

export function toRestReview(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  review: ReviewRecord,
): Record<string, unknown> {
  return {
    ...toReview(world, repository, issue, review),
    state: review.state.toUpperCase(),
    body: review.body ?? "",
  };
}

export function toReviewComment(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  comment: ReviewCommentRecord,
): PullRequestReviewComment {
  const pull = toSimplePull(world, repository, issue);
  const url = `${repositoryUrl(world, repository)}/pulls/comments/${String(comment.id)}`;
  const page = `${pull.html_url}#discussion_r${String(comment.id)}`;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: nodeId("PullRequestReviewComment", comment.id),
    diff_hunk: `@@ -1,4 +1,5 @@\n+line ${String(comment.line)}`,
    path: comment.path,
    position: comment.line,
    original_position: comment.line,
    commit_id: comment.commitId,
    original_commit_id: comment.commitId,
    user: toUser(world, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: page,
    pull_request_url: pull.url,
    author_association: association(repository, comment.user),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pull.url } },
    reactions: toReactions(url),
    start_line: null,
    original_start_line: null,
    start_side: null,
    line: comment.line,
    original_line: comment.line,
    side: "RIGHT",
    subject_type: "line",
  };
}
