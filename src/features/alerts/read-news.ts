import { listMentions } from "../../core/github-mentions.ts";
import { shorten, toExcerpt, toLine } from "../../core/plain-text.ts";
import type { AddressedReason, News, Subject, SubjectState } from "./news.ts";
import {
  ChecksPayload,
  SubjectPayload,
  type Checked,
  type Comment,
  type Envelope,
  type Item,
} from "./payloads.ts";

const EXCERPT_LENGTH = 300;
const PULLS_KEPT = 5;
const FAILED: readonly string[] = ["failure", "timed_out", "startup_failure"];
const SUBJECT_EVENTS: readonly string[] = [
  "issues",
  "pull_request",
  "issue_comment",
  "pull_request_review",
  "pull_request_review_comment",
  "discussion",
  "discussion_comment",
];
const CHECK_EVENTS: readonly string[] = ["check_run", "check_suite", "workflow_run"];

/** Can an event of that name mean anything to somebody by themselves? */
export function isAlerting(event: string): boolean {
  return SUBJECT_EVENTS.includes(event) || CHECK_EVENTS.includes(event);
}

/** What a webhook may mean to people by themselves; undefined when nothing, or when it isn't what GitHub sends. */
export function readNews(event: string, payload: unknown): News | undefined {
  if (SUBJECT_EVENTS.includes(event)) {
    const read = SubjectPayload.safeParse(payload).data;
    return read === undefined ? undefined : toSubjectNews(event, read);
  }
  if (!CHECK_EVENTS.includes(event)) return undefined;
  const read = ChecksPayload.safeParse(payload).data;
  return read === undefined ? undefined : toFailureNews(read);
}

function toSubjectNews(event: string, payload: SubjectPayload): News | undefined {
  const item = payload.pull_request ?? payload.issue ?? payload.discussion;
  if (item === undefined) return undefined;
  const subject = toSubject(item, payload);
  const { head, user } = item;
  const isOpen = subject.state === "open" || subject.state === "draft";
  const tellsHead = event === "pull_request" && head !== null && head !== undefined && user?.id !== undefined;
  return {
    ...toBase(payload),
    subject,
    ...(tellsHead ? { head: { sha: isOpen ? head.sha : "", authorId: user.id, at: item.updated_at } } : {}),
    reasons: [...toRequests(event, item, payload), ...toMentions(event, item, payload)],
  };
}

function toBase({ repository, sender }: Envelope): Pick<News, "repository" | "actorId"> {
  return { repository: { id: repository.id, fullName: repository.full_name }, actorId: sender?.id ?? "" };
}

function toSubject(item: Item, { action, repository, ...payload }: SubjectPayload): Subject {
  const isPull = payload.pull_request !== undefined || (item.pull_request ?? undefined) !== undefined;
  const kind = payload.discussion === undefined ? (isPull ? "pull" : "issue") : "discussion";
  return {
    key: `${kind}:${repository.id}#${String(item.number)}`,
    repository: repository.full_name,
    number: item.number,
    title: shorten(toLine(item.title, 256), 256),
    url: item.html_url,
    state: toState(item, action),
    at: item.updated_at,
  };
}

function toState(item: Item, action: string): SubjectState {
  if (action === "deleted" || action === "transferred") return "deleted";
  const mergedAt = item.merged_at ?? item.pull_request?.merged_at ?? undefined;
  if (mergedAt !== undefined) return "merged";
  if (item.state === "closed") return "closed";
  return item.draft === true ? "draft" : "open";
}

/** Somebody was asked for a review, or assigned. */
function toRequests(event: string, item: Item, payload: SubjectPayload): readonly AddressedReason[] {
  const { action, requested_reviewer: reviewer, assignee, sender } = payload;
  if (event !== "issues" && event !== "pull_request") return [];
  const at = item.updated_at;
  const base = { by: sender?.login ?? "ghost", text: "", url: item.html_url, at, mark: at, logins: [] };
  if (action === "review_requested" && reviewer?.id !== undefined)
    return [{ ...base, kind: "review-requested", ids: [reviewer.id] }];
  if (action === "assigned" && assignee?.id !== undefined)
    return [{ ...base, kind: "assigned", ids: [assignee.id] }];
  return [];
}

/** What was just written; a later edit is no news. */
function toMentions(event: string, item: Item, payload: SubjectPayload): readonly AddressedReason[] {
  const { action } = payload;
  const opens = (event === "discussion" && action === "created") || action === "opened";
  const comment =
    action === "submitted" ? payload.review : action === "created" ? payload.comment : undefined;
  const written: Pick<Comment, "user" | "body" | "html_url"> | undefined = opens ? item : comment;
  if (written === undefined) return [];
  const author = written.user?.login ?? "ghost";
  const logins = listMentions(written.body).filter((login) => login !== author.toLowerCase());
  if (logins.length === 0) return [];
  return [
    {
      kind: "mentioned",
      mark: written.html_url,
      by: author,
      text: toExcerpt(written.body, EXCERPT_LENGTH),
      url: written.html_url,
      at: comment?.submitted_at ?? comment?.created_at ?? item.created_at,
      ids: [],
      logins,
    },
  ];
}

function toFailureNews(payload: ChecksPayload): News | undefined {
  const checked = payload.check_run ?? payload.check_suite ?? payload.workflow_run;
  if (payload.action !== "completed" || checked === undefined) return undefined;
  if (!FAILED.includes(checked.conclusion ?? "")) return undefined;
  const at = checked.completed_at ?? checked.updated_at;
  if (at === null || at === undefined) return undefined;
  const { repository, sender } = payload;
  const starters = [sender?.id, checked.actor?.id, checked.triggering_actor?.id];
  return {
    ...toBase(payload),
    reasons: [],
    failure: {
      sha: checked.head_sha,
      name: toName(checked),
      url: checked.html_url ?? "",
      at,
      starterIds: [...new Set(starters.filter((id) => id !== undefined))],
      pulls: checked.pull_requests
        .filter((pull) => pull.base.repo.id === repository.id)
        .map((pull) => pull.number)
        .slice(0, PULLS_KEPT),
    },
  };
}

function toName({ name, app }: Checked): string {
  return toLine(name ?? app?.name ?? "", 100);
}
