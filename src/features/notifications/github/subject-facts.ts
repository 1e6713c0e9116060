import type { Facts, FactVersion } from "../../../core/facts.ts";
import type { Happening } from "../../../core/happening.ts";
import {
  SUBJECT_STATES,
  toFact,
  type IssuePart,
  type PullPart,
  type SizePart,
  type SubjectState,
} from "../parts.ts";
import { shorten, toExcerpt } from "../../../core/plain-text.ts";
import type { Account, Issue, Pull, Repository } from "./schemas.ts";

const TITLE_LENGTH = 256;
const EXCERPT_LENGTH = 300;
const NAMES_KEPT = 20;

export function issueKey(repository: Repository, number: number): string {
  return `issue:${repository.id}#${String(number)}`;
}

export function pullKey(repository: Pick<Repository, "id">, number: number): string {
  return `pull:${repository.id}#${String(number)}`;
}

/** What a happening says of its being about a draft. */
export function toDraft({ draft }: Pick<Issue, "draft">): Pick<Happening, "draft"> {
  return draft === true ? { draft } : {};
}

/** What a payload's issue (or a pull request in an issue's clothes) tells. */
export function issueFacts(
  issue: Issue,
  repository: Repository,
  action: string,
  state: SubjectState = issueState(issue),
): Facts {
  const reason = state === "closed" ? (issue.state_reason ?? "") : "";
  return {
    issue: toFact(subjectVersion(issue, state, action), toIssuePart(issue, repository, state, reason)),
    ...countFacts("comments", issue.comments, issue.updated_at),
  };
}

/** What a payload's pull request tells; its size only where the payload brings it. */
export function pullFacts(pull: Pull, repository: Repository, action: string): Facts {
  const state = pullState(pull);
  const version = subjectVersion(pull, state, action);
  const size = toSizePart(pull);
  return {
    issue: toFact(version, toIssuePart(pull, repository, state, "")),
    pull: toFact(version, toPullPart(pull)),
    ...countFacts("comments", pull.comments, pull.updated_at),
    ...countFacts("inline-comments", pull.review_comments, pull.updated_at),
    ...(size === undefined ? {} : { size: toFact(version, size) }),
  };
}

/** Within one second the higher count is the later one. */
export function countFacts(
  part: "comments" | "inline-comments",
  count: number | undefined,
  at: string,
): Facts {
  return count === undefined ? {} : { [part]: toFact({ at, rank: count, attempt: 0 }, { count, at }) };
}

/** A comment on a line: counted by itself until GitHub counts it. */
export function inlineFacts(id: string, at: string): Facts {
  return { [`inline:${id}`]: toFact({ at, rank: 0, attempt: 0 }, { at }) };
}

export function pullState(pull: Pick<Pull, "merged_at" | "state" | "closed_at" | "draft">): SubjectState {
  if (pull.merged_at !== null && pull.merged_at !== undefined) return "merged";
  if (isClosed(pull)) return "closed";
  return pull.draft === true ? "draft" : "open";
}

/** GitHub leaves the state out of a few payloads (pinned issues), never the time of closing. */
function isClosed({ state, closed_at: closedAt }: Pick<Issue, "state" | "closed_at">): boolean {
  return state === undefined ? closedAt !== null && closedAt !== undefined : state === "closed";
}

export function issueState(issue: Issue): SubjectState {
  if (issue.pull_request === undefined) return isClosed(issue) ? "closed" : "open";
  return pullState({ ...issue, merged_at: issue.pull_request.merged_at });
}

/**
 * GitHub's times are whole seconds and a new subject's first events share one. Among equals the one with more
 * labels, assignees and reviewers knows more, and `opened` knows least.
 */
function subjectVersion(subject: Issue | Pull, state: SubjectState, action: string): FactVersion {
  const reviewers = "requested_reviewers" in subject ? subject.requested_reviewers.length : 0;
  const attempt = action === "opened" ? 0 : 1 + subject.labels.length + subject.assignees.length + reviewers;
  return { at: subject.updated_at, rank: SUBJECT_STATES.indexOf(state), attempt };
}

function toIssuePart(
  subject: Issue | Pull,
  repository: Repository,
  state: SubjectState,
  reason: string,
): IssuePart {
  return {
    repository: repository.full_name,
    repositoryUrl: repository.html_url,
    number: subject.number,
    title: shorten(subject.title, TITLE_LENGTH),
    url: subject.html_url,
    state,
    reason,
    author: subject.user.login,
    avatarUrl: subject.user.avatar_url,
    labels: subject.labels.slice(0, NAMES_KEPT).map((label) => shorten(label.name, 50)),
    assignees: toLogins(subject.assignees),
    excerpt: toExcerpt(subject.body, EXCERPT_LENGTH),
    createdAt: subject.created_at,
  };
}

function toLogins(accounts: readonly Account[]): string[] {
  return accounts.slice(0, NAMES_KEPT).map((account) => account.login);
}

function toPullPart(pull: Pull): PullPart {
  const people = pull.requested_reviewers.flatMap((reviewer) => reviewer.login ?? reviewer.name ?? []);
  const teams = pull.requested_teams.map((team) => team.name);
  return {
    head: shorten(headName(pull), 100),
    headSha: pull.head.sha,
    base: shorten(pull.base.ref, 100),
    reviewers: [...people, ...teams].slice(0, NAMES_KEPT),
  };
}

/** Labels are `owner:branch`: a fork's owner is worth saying, one's own is not. */
function headName({ head, base }: Pull): string {
  const isSameOwner = head.label?.split(":")[0] === base.label?.split(":")[0];
  return isSameOwner ? head.ref : (head.label ?? head.ref);
}

function toSizePart(pull: Pull): SizePart | undefined {
  const { additions, deletions, changed_files: files } = pull;
  if (additions === undefined || deletions === undefined || files === undefined) return undefined;
  return { additions, deletions, files };
}
