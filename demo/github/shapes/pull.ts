import type { PullRequest, SimplePullRequest } from "@octokit/webhooks-types";
import type { IssueRecord, PullPart, RepositoryRecord, World } from "../world.ts";
import { nodeId } from "../ids.ts";
import { toUser } from "./account.ts";
import { association, toLabel } from "./issue.ts";
import { repositoryPage, repositoryUrl, toRepository } from "./repository.ts";

export function getPull(issue: IssueRecord): PullPart {
  if (issue.pull === undefined) throw new Error(`#${String(issue.number)} is an issue, not a pull request`);
  return issue.pull;
}

/** The form that lists and review events use. */
export function toSimplePull(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
): SimplePullRequest {
  const pull = getPull(issue);
  const links = toLinks(world, repository, issue);
  const assignees = issue.assignees.map((account) => toUser(world, account));
  return {
    ...links.fields,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: toUser(world, issue.user),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.requestedReviewers.map((account) => toUser(world, account)),
    requested_teams: [],
    labels: issue.labels.map((label) => toLabel(world, repository, label)),
    milestone: null,
    draft: pull.draft,
    head: toEnd(world, repository, pull.headRef, pull.headSha),
    base: toEnd(world, repository, pull.baseRef, pull.baseSha),
    _links: links._links,
    author_association: association(repository, issue.user),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** The form of `GET /pulls/{number}` and of `pull_request` events. */
export function toPull(world: World, repository: RepositoryRecord, issue: IssueRecord): PullRequest {
  const pull = getPull(issue);
  const merged = pull.mergedAt !== null;
  return {
    ...toSimplePull(world, repository, issue),
    merged,
    mergeable: issue.state === "open" ? true : null,
    rebaseable: issue.state === "open" ? true : null,
    mergeable_state: pull.draft ? "draft" : issue.state === "open" ? "clean" : "unknown",
    merged_by: pull.mergedBy === undefined ? null : toUser(world, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: false,
    commits: pull.commits,
    additions: 12 * pull.commits,
    deletions: 3 * pull.commits,
    changed_files: pull.commits,
  };
}

function toEnd(world: World, repository: RepositoryRecord, ref: string, sha: string): PullRequest["base"] {
  const label = `${repository.owner.login}:${ref}`;
  return { label, ref, sha, user: toUser(world, repository.owner), repo: toRepository(world, repository) };
}

type LinkFields = Extract<keyof SimplePullRequest, `${string}url`>;

function toLinks(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
): { fields: Record<LinkFields, string>; _links: SimplePullRequest["_links"] } {
  const base = repositoryUrl(world, repository);
  const url = `${base}/pulls/${String(issue.number)}`;
  const page = `${repositoryPage(world, repository)}/pull/${String(issue.number)}`;
  const issueUrl = `${base}/issues/${String(issue.number)}`;
  const fields = {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${base}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: `${base}/statuses/${getPull(issue).headSha}`,
  };
  const _links = {
    self: { href: url },
    html: { href: page },
    issue: { href: issueUrl },
    comments: { href: fields.comments_url },
    review_comments: { href: fields.review_comments_url },
    review_comment: { href: fields.review_comment_url },
    commits: { href: fields.commits_url },
    statuses: { href: fields.statuses_url },
  };
  return { fields, _links };
}
