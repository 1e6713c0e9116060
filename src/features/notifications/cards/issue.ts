import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { IssuePart, readPart } from "../parts.ts";
import { toIssueBadge } from "./state-badge.ts";
import { toSubjectHeader, toSubjectSummary } from "./subject-header.ts";

export function toIssueCard(facts: Facts): CardContent | undefined {
  const issue = readPart(facts, "issue", IssuePart);
  if (issue === undefined) return undefined;
  const badge = toIssueBadge(issue);
  const summary = toSubjectSummary(issue, badge);
  return {
    card: "notifications/issue",
    summary,
    data: { ...toSubjectHeader(issue, badge), fallback: escapeMarkdown(summary) },
  };
}
