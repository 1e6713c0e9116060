import type { JsonObject } from "../../../core/json.ts";
import type { IssuePart } from "../parts.ts";
import { toCardText, toLine, toLink } from "../../../core/plain-text.ts";
import { toCardHeader } from "./card-header.ts";
import type { StateBadge } from "./state-badge.ts";

const NAMES_SHOWN = 8;

/** What the cards of issues and pull requests share. */
export function toSubjectHeader(issue: IssuePart, badge: StateBadge): JsonObject {
  return {
    ...toCardHeader(issue, badge),
    title: toTitleLink(issue),
    url: issue.url,
    comments: "",
    createdAt: issue.createdAt,
    excerpt: toCardText(issue.excerpt, 300),
    labels: toNames(issue.labels),
    assignees: toNames(issue.assignees),
    ...toButtons(issue),
  };
}

/** What the card's buttons act on, and which of them make sense now. */
function toButtons({ repository, number, state }: IssuePart): JsonObject {
  const isOpen = state === "open" || state === "draft";
  return {
    subject: `${repository}#${String(number)}`,
    canComment: isOpen || state === "closed" || state === "merged",
    canClose: isOpen,
    canReopen: state === "closed",
    canApprove: isOpen,
    canMerge: state === "open",
  };
}

/** `🟢 Open: octo/hello#7 Title`: what toasts, feeds and screen readers get. */
export function toSubjectSummary(issue: IssuePart, badge: StateBadge): string {
  return toLine(`${badge.text}: ${issue.repository}#${String(issue.number)} ${issue.title}`, 250);
}

function toTitleLink(issue: IssuePart): string {
  return toLink(`#${String(issue.number)} ${toCardText(issue.title, 256)}`, issue.url);
}

/** `bug, ui and 2 more`, in card text. */
export function toNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).map((name) => toCardText(name, 50));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${String(more)} more` : shown.join(", ");
}
