import type { IssueRecord, RepositoryRecord, ReviewCommentRecord, ReviewRecord, World } from "../world.ts";
import { emit } from "../webhooks/emit.ts";
import { touch } from "../stamps.ts";
import { getPull, toSimplePull } from "../shapes/pull.ts";
import { toReview, toReviewComment } from "../shapes/review.ts";
import type { By } from "./issues.ts";
import { done, type Done } from "./done.ts";

export function review(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  fields: { state: ReviewRecord["state"]; body?: string | null | undefined },
): Done<ReviewRecord> {
  const record = addReview(world, issue, by, fields);
  const payload = {
    review: toReview(world, repository, issue, record),
    pull_request: toSimplePull(world, repository, issue),
  };
  const occasion = {
    event: "pull_request_review",
    action: "submitted",
    repository,
    sender: by.sender,
    payload,
  };
  return done(world, record, [emit(world, occasion)]);
}

function addReview(
  world: World,
  issue: IssueRecord,
  by: By,
  fields: { state: ReviewRecord["state"]; body?: string | null | undefined },
): ReviewRecord {
  const pull = getPull(issue);
  const record: ReviewRecord = {
    id: world.nextId(),
    user: by.sender,
    body: fields.body ?? null,
    state: fields.state,
    commitId: pull.headSha,
    submittedAt: touch(world, issue),
  };
  pull.reviews.push(record);
  pull.requestedReviewers = pull.requestedReviewers.filter((account) => account !== by.sender);
  return record;
}

/** A single comment on a line; GitHub files it under a review of its own. */
export function reviewComment(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  fields: { body: string; path: string; line: number },
): Done<ReviewCommentRecord> {
  const pull = getPull(issue);
  const { id: reviewId, submittedAt: at } = addReview(world, issue, by, { state: "commented" });
  const record: ReviewCommentRecord = {
    id: world.nextId(),
    user: by.sender,
    viaApp: by.viaApp,
    reviewId,
    commitId: pull.headSha,
    createdAt: at,
    updatedAt: at,
    ...fields,
  };
  pull.reviewComments.push(record);
  const payload = {
    comment: toReviewComment(world, repository, issue, record),
    pull_request: toSimplePull(world, repository, issue),
  };
  const event = "pull_request_review_comment";
  return done(world, record, [
    emit(world, { event, action: "created", repository, sender: by.sender, payload }),
  ]);
}
