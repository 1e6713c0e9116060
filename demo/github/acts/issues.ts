import type {
  Account,
  AppRecord,
  CommentRecord,
  IssueRecord,
  LabelRecord,
  RepositoryRecord,
  World,
} from "../world.ts";
import { emit } from "../webhooks/emit.ts";
import { ensureLabel } from "../lookups.ts";
import { timestamp, touch } from "../stamps.ts";
import { toComment, toIssue, toLabel } from "../shapes/issue.ts";
import { toPull } from "../shapes/pull.ts";
import { done, type Done } from "./done.ts";
import type { Mail } from "../webhooks/mail.ts";

export interface By {
  sender: Account;
  /** The App through which a person or the App itself acted. */
  viaApp?: AppRecord | undefined;
}

export interface NewIssue {
  title: string;
  body?: string | null | undefined;
  labels?: readonly string[] | undefined;
  assignees?: readonly Account[] | undefined;
}

/** Adds the record only; the number follows on from issues and pull requests alike. */
export function addIssue(world: World, repository: RepositoryRecord, by: By, fields: NewIssue): IssueRecord {
  const at = timestamp(world.now());
  const issue: IssueRecord = {
    id: world.nextId(),
    number: repository.issues.size + 1,
    title: fields.title,
    body: fields.body ?? null,
    user: by.sender,
    state: "open",
    stateReason: null,
    locked: false,
    labels: (fields.labels ?? []).map((name) => ensureLabel(world, repository, name)),
    assignees: [...(fields.assignees ?? [])],
    comments: [],
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    viaApp: by.viaApp,
    pull: undefined,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

export function openIssue(
  world: World,
  repository: RepositoryRecord,
  by: By,
  fields: NewIssue,
): Done<IssueRecord> {
  const issue = addIssue(world, repository, by, fields);
  const labeled = issue.labels.map((label) => announceLabel(world, repository, issue, by, "labeled", label));
  return done(world, issue, [announce(world, repository, issue, by, "opened"), ...labeled]);
}

/** Closes or reopens an issue; nothing is sent when it is in that state already. */
export function setIssueState(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  state: "open" | "closed",
  reason?: string,
): Done<IssueRecord> {
  if (issue.state === state) return done(world, issue, []);
  const at = touch(world, issue);
  issue.state = state;
  issue.closedAt = state === "closed" ? at : null;
  issue.stateReason = reason ?? (state === "closed" ? "completed" : "reopened");
  return done(world, issue, [
    announce(world, repository, issue, by, state === "closed" ? "closed" : "reopened"),
  ]);
}

export function editIssue(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  fields: { title?: string | undefined; body?: string | undefined },
): Done<IssueRecord> {
  const changes = {
    ...(fields.title === undefined ? {} : { title: { from: issue.title } }),
    ...(fields.body === undefined ? {} : { body: { from: issue.body ?? "" } }),
  };
  issue.title = fields.title ?? issue.title;
  issue.body = fields.body ?? issue.body;
  touch(world, issue);
  return done(world, issue, [announce(world, repository, issue, by, "edited", { changes })]);
}

/** Adds or removes labels; one event for each that changed. */
export function changeLabels(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  change: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined },
): Done<IssueRecord> {
  const mails: Mail[] = [];
  for (const name of change.add ?? []) {
    const label = ensureLabel(world, repository, name);
    if (issue.labels.includes(label)) continue;
    issue.labels.push(label);
    touch(world, issue);
    mails.push(announceLabel(world, repository, issue, by, "labeled", label));
  }
  for (const name of change.remove ?? []) {
    const label = ensureLabel(world, repository, name);
    if (!issue.labels.includes(label)) continue;
    issue.labels = issue.labels.filter((kept) => kept !== label);
    touch(world, issue);
    mails.push(announceLabel(world, repository, issue, by, "unlabeled", label));
  }
  return done(world, issue, mails);
}

export function comment(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  body: string,
): Done<CommentRecord> {
  const at = touch(world, issue);
  const author = { user: by.sender, viaApp: by.viaApp };
  const record: CommentRecord = { id: world.nextId(), ...author, body, createdAt: at, updatedAt: at };
  issue.comments.push(record);
  const payload = {
    issue: toIssue(world, repository, issue),
    comment: toComment(world, repository, issue, record),
  };
  const mail = emit(world, {
    event: "issue_comment",
    action: "created",
    repository,
    sender: by.sender,
    payload,
  });
  return done(world, record, [mail]);
}

function announceLabel(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  action: string,
  label: LabelRecord,
): Mail {
  return announce(world, repository, issue, by, action, { label: toLabel(world, repository, label) });
}

/** The event `issues`, or `pull_request` for a pull request. */
export function announce(
  world: World,
  repository: RepositoryRecord,
  issue: IssueRecord,
  by: By,
  action: string,
  extra: Record<string, unknown> = {},
): Mail {
  const pull = issue.pull !== undefined;
  const payload = pull
    ? { number: issue.number, pull_request: toPull(world, repository, issue), ...extra }
    : { issue: toIssue(world, repository, issue), ...extra };
  const event = pull ? "pull_request" : "issues";
  return emit(world, { event, action, repository, sender: by.sender, payload });
}
