import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { readPart } from "../parts.ts";
import { DiscussionPart } from "../parts/discussion.ts";
import { toCardText, toLine, toLink } from "../../../core/plain-text.ts";
import { toCardHeader } from "./card-header.ts";
import type { StateBadge } from "./state-badge.ts";
import { toNames } from "./subject-header.ts";

export function toDiscussionCard(facts: Facts): CardContent | undefined {
  const discussion = readPart(facts, "discussion", DiscussionPart);
  if (discussion === undefined) return undefined;
  const badge = toBadge(discussion);
  const number = `#${String(discussion.number)}`;
  const summary = toLine(`${badge.text}: ${discussion.repository}${number} ${discussion.title}`, 250);
  return {
    card: "notifications/discussion",
    summary,
    data: {
      ...toCardHeader(discussion, badge),
      title: toLink(`${number} ${toCardText(discussion.title, 256)}`, discussion.url),
      url: discussion.url,
      category: toCardText(discussion.category, 60),
      comments: "",
      createdAt: discussion.createdAt,
      excerpt: toCardText(discussion.excerpt, 300),
      labels: toNames(discussion.labels),
      fallback: escapeMarkdown(summary),
    },
  };
}

function toBadge(discussion: DiscussionPart): StateBadge {
  const badge = toStateBadge(discussion);
  return discussion.locked ? { ...badge, text: `${badge.text} · 🔒 Locked` } : badge;
}

function toStateBadge({ state, reason }: DiscussionPart): StateBadge {
  switch (state) {
    case "open":
      return { text: "💬 Open", color: "Good" };
    case "answered":
      return { text: "✅ Answered", color: "Good" };
    case "closed":
      if (reason === "outdated") return { text: "⚪ Closed as outdated", color: "Default" };
      if (reason === "duplicate") return { text: "⚪ Closed as duplicate", color: "Default" };
      return { text: "🟣 Closed", color: "Accent" };
    case "transferred":
      return { text: "➡️ Transferred", color: "Default" };
    case "deleted":
      return { text: "🗑️ Deleted", color: "Attention" };
  }
}
