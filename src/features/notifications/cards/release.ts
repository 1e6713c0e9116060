import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { readPart } from "../parts.ts";
import { ReleasePart } from "../parts/release.ts";
import { toCardText, toLine, toLink } from "../../../core/plain-text.ts";
import { toCardHeader } from "./card-header.ts";
import type { StateBadge } from "./state-badge.ts";

const BADGES: Readonly<Record<ReleasePart["state"], StateBadge>> = {
  released: { text: "🚀 Released", color: "Good" },
  prerelease: { text: "🧪 Pre-release", color: "Warning" },
  unpublished: { text: "⚪ Unpublished", color: "Default" },
  deleted: { text: "🗑️ Deleted", color: "Attention" },
};

export function toReleaseCard(facts: Facts): CardContent | undefined {
  const release = readPart(facts, "release", ReleasePart);
  if (release === undefined) return undefined;
  const badge = BADGES[release.state];
  const summary = toLine(`${badge.text}: ${release.repository} ${release.name}`, 250);
  // What is gone has no page any more.
  const isGone = release.state === "deleted" || release.state === "unpublished";
  const title = toCardText(release.name, 256);
  return {
    card: "notifications/release",
    summary,
    data: {
      ...toCardHeader(release, badge),
      title: isGone ? title : toLink(title, release.url),
      url: isGone ? `${release.repositoryUrl}/releases` : release.url,
      publishedAt: release.publishedAt,
      tag: release.tag === release.name ? "" : toCardText(release.tag, 100),
      files: release.files === 0 ? "" : String(release.files),
      notes: isGone ? "" : release.notes.map(escapeMarkdown).join("\n\n"),
      fallback: escapeMarkdown(summary),
    },
  };
}
