import type { IssueRecord, RepositoryRecord, World } from "../world.ts";
import { sha } from "../ids.ts";
import { touch } from "../stamps.ts";
import { getPull } from "../shapes/pull.ts";
import { addIssue, announce, setIssueState, type By, type NewIssue } from "./issues.ts";
import { addCommits, headOf } from "./commits.ts";
import { announcePush } from "./pushes.ts";
import { done, type Done } from "./done.ts";

export interface NewPull extends NewIssue {
  head: string;
  base?: string | undefined;
  draft?: boolean | undefined;
}

/** Opens a pull request between two branches of the repository; a head branch nobody pushed gets one commit. */
export function openPull(
  world: World,
  repository: RepositoryRecord,
  by: By,
  fields: NewPull,
): Done<IssueRecord> {
  const base = fields.base ?? repository.defaultBranch;
  const baseSha = headOf(repository, base);
  if (!repository.branches.has(fields.head)) {
    addCommits(world, repository, fields.head, by.sender, [fields.title]);
  }
  const issue = addIssue(world, repository, by, fields);
  issue.pull = {
    id: world.nextId(),
    headRef: fields.head,
    headSha: headOf(repository, fields.head),
    baseRef: base,
    baseSha,
    draft: fields.draft ?? false,
    mergedAt: null,
    mergedBy: undefined,
    mergeCommitSha: null,
    commits: 1,
    reviews: [],
    requestedReviewers: [],
    reviewComments: [],
  };
  return done(world, issue, [announce(world, repository, issue, by, "opened")]);
}

/** Marks a draft ready, or a ready one a draft again. */
export function setDraft(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  draft: boolean,
): Done<IssueRecord> {
  getPull(issue).draft = draft;
  touch(world, issue);
  const action = draft ? "converted_to_draft" : "ready_for_review";
  return done(world, issue, [announce(world, repository, issue, by, action)]);
}

/** Pushes to the head branch: `push` and `pull_request.synchronize`. */
export function pushToPull(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  messages: readonly string[],
  forced: boolean,
): Done<IssueRecord> {
  const pull = getPull(issue);
  const before = pull.headSha;
  const record = addCommits(world, repository, pull.headRef, by.sender, messages);
  pull.headSha = headOf(repository, pull.headRef);
  pull.commits = forced ? messages.length : pull.commits + messages.length;
  touch(world, issue);
  const change = { branch: pull.headRef, before, forced, record };
  const pushed = announcePush(world, repository, by.sender, change);
  const ends = { before, after: pull.headSha };
  return done(world, issue, [pushed, announce(world, repository, issue, by, "synchronize", ends)]);
}

/** Merges: `pull_request.closed` with `merged`, and a `push` to the base branch. */
export function mergePull(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  title?: string,
): Done<IssueRecord> {
  const pull = getPull(issue);
  const before = headOf(repository, pull.baseRef);
  const message = title ?? `Merge pull request #${String(issue.number)} from ${pull.headRef}`;
  const record = addCommits(world, repository, pull.baseRef, by.sender, [message]);
  pull.mergeCommitSha = record[0]?.sha ?? sha("merge", issue.id);
  pull.mergedBy = by.sender;
  const at = touch(world, issue);
  pull.mergedAt = at;
  issue.state = "closed";
  issue.closedAt = at;
  const pushed = announcePush(world, repository, by.sender, {
    branch: pull.baseRef,
    before,
    forced: false,
    record,
  });
  return done(world, issue, [announce(world, repository, issue, by, "closed"), pushed]);
}

export function closePull(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
): Done<IssueRecord> {
  getPull(issue);
  return setIssueState(world, repository, issue, by, "closed");
}
