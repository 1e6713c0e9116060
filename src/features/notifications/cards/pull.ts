import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { IssuePart, PullPart, readPart, SizePart } from "../parts.ts";
import { GroupPart, QueuePart } from "../parts/queue.ts";
import { toCardText } from "../../../core/plain-text.ts";
import { toItemLines } from "./items-line.ts";
import { toChecksLine } from "./checks-line.ts";
import { toCommitLink } from "./commit-link.ts";
import { toReviewersLine } from "./reviewers-line.ts";
import { toPullBadge, type StateBadge } from "./state-badge.ts";
import { toSubjectHeader, toSubjectSummary } from "./subject-header.ts";

const IN_QUEUE: StateBadge = { text: "🟠 In the merge queue", color: "Warning" };

/** A comment may be all that is known of a pull request: then the card has no branches, checks or reviewers yet. */
export function toPullCard(facts: Facts): CardContent | undefined {
  const issue = readPart(facts, "issue", IssuePart);
  if (issue === undefined) return undefined;
  const isOpen = issue.state === "open" || issue.state === "draft";
  const isQueued = isOpen && readPart(facts, "queue", QueuePart)?.queued === true;
  const badge = isQueued ? IN_QUEUE : toPullBadge(issue.state);
  const summary = toSubjectSummary(issue, badge);
  const pull = readPart(facts, "pull", PullPart);
  const items = toItemLines(facts);
  return {
    card: "notifications/pull-request",
    summary,
    data: {
      ...toSubjectHeader(issue, badge),
      branches: pull === undefined ? "" : `${toCardText(pull.head, 100)} → ${toCardText(pull.base, 100)}`,
      commit: pull === undefined ? "" : toCommitLink(issue.repositoryUrl, pull.headSha),
      sha: pull?.headSha ?? "",
      changes: toChangesLine(readPart(facts, "size", SizePart)),
      reviewers: toReviewersLine(facts, pull?.reviewers ?? []),
      queue:
        isQueued && readPart(facts, "group", GroupPart)?.checking === true ? "⏳ Checking the merge" : "",
      checks: pull === undefined ? "" : toChecksLine(facts, pull.headSha),
      items: items.map(({ service, text }) => ({ service, text })),
      itemsBrief: items.map(({ brief }) => brief).join(", "),
      fallback: escapeMarkdown(summary),
    },
  };
}

function toChangesLine(size: SizePart | undefined): string {
  if (size === undefined) return "";
  const files = size.files === 1 ? "1 file" : `${String(size.files)} files`;
  return `+${String(size.additions)} −${String(size.deletions)} in ${files}`;
}
