import type { AuthorAssociation, Issue, IssueComment, Label, Reactions } from "@octokit/webhooks-types";
import type { Account, CommentRecord, IssueRecord, LabelRecord, RepositoryRecord, World } from "../world.ts";
import { nodeId } from "../ids.ts";
import { toUser } from "./account.ts";
import { toAppStub } from "./app.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

export function toLabel(world: World, repository: RepositoryRecord, label: LabelRecord): Label {
  const { id, name, color, description } = label;
  const url = `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(name)}`;
  return { id, node_id: nodeId("Label", id), url, name, color, default: false, description };
}

export function toReactions(url: string): Reactions {
  const none = { laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, "+1": 0, "-1": 0, ...none };
}

export function association(repository: RepositoryRecord, user: Account): AuthorAssociation {
  if (repository.owner === user) return "OWNER";
  if (repository.owner.members.has(user.id)) return "MEMBER";
  return repository.collaborators.has(user.id) ? "COLLABORATOR" : "NONE";
}

export function toIssue(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
): Issue & { closed_by: null } {
  const url = `${repositoryUrl(world, repository)}/issues/${String(issue.number)}`;
  const kind = issue.pull === undefined ? "issues" : "pull";
  const page = `${repositoryPage(world, repository)}/${kind}/${String(issue.number)}`;
  const assignees = issue.assignees.map((account) => toUser(world, account));
  return {
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: nodeId("Issue", issue.id),
    number: issue.number,
    title: issue.title,
    user: toUser(world, issue.user),
    labels: issue.labels.map((label) => toLabel(world, repository, label)),
    state: issue.state,
    locked: issue.locked,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: association(repository, issue.user),
    active_lock_reason: null,
    ...(issue.pull === undefined
      ? {}
      : { draft: issue.pull.draft, pull_request: toPullLinks(world, repository, issue) }),
    body: issue.body,
    closed_by: null,
    reactions: toReactions(url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.viaApp === undefined ? null : toAppStub(world, issue.viaApp),
    state_reason: issue.stateReason,
  };
}

function toPullLinks(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
): NonNullable<Issue["pull_request"]> {
  const page = `${repositoryPage(world, repository)}/pull/${String(issue.number)}`;
  return {
    url: `${repositoryUrl(world, repository)}/pulls/${String(issue.number)}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: issue.pull?.mergedAt ?? null,
  };
}

export function toComment(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  comment: CommentRecord,
): IssueComment {
  const { html_url: page, url: issueUrl } = toIssue(world, repository, issue);
  const url = `${repositoryUrl(world, repository)}/issues/comments/${String(comment.id)}`;
  return {
    url,
    html_url: `${page}#issuecomment-${String(comment.id)}`,
    issue_url: issueUrl,
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: toUser(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(repository, comment.user),
    body: comment.body,
    reactions: toReactions(url),
    performed_via_github_app: comment.viaApp === undefined ? null : toAppStub(world, comment.viaApp),
  };
}
