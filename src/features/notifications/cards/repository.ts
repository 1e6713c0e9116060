import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { readPart } from "../parts.ts";
import { RepositoryPart, type RepositoryChange } from "../parts/repository.ts";
import { toLine } from "../../../core/plain-text.ts";
import { toCardHeader } from "./card-header.ts";
import type { StateBadge } from "./state-badge.ts";

interface Change {
  readonly badge: StateBadge;
  readonly title: string;
  readonly deed: string;
}

const CHANGES: Readonly<Record<RepositoryChange, Change>> = {
  publicized: {
    badge: { text: "🌐 Public", color: "Warning" },
    title: "Everybody can see this repository now",
    deed: "made it public",
  },
  privatized: {
    badge: { text: "🔒 Private", color: "Default" },
    title: "Only people with access can see this repository now",
    deed: "made it private",
  },
  archived: {
    badge: { text: "📦 Archived", color: "Default" },
    title: "This repository can only be read from now on",
    deed: "archived it",
  },
  unarchived: {
    badge: { text: "🟢 Active", color: "Good" },
    title: "This repository is no longer archived",
    deed: "brought it back",
  },
};

export function toRepositoryCard(facts: Facts): CardContent | undefined {
  const part = readPart(facts, "repository", RepositoryPart);
  if (part === undefined) return undefined;
  const { badge, title, deed } = CHANGES[part.change];
  const summary = toLine(`${badge.text}: ${part.repository}, ${part.author} ${deed}`, 250);
  return {
    card: "notifications/repository",
    summary,
    data: {
      ...toCardHeader(part, badge),
      title,
      deed,
      at: part.at,
      url: part.repositoryUrl,
      fallback: escapeMarkdown(summary),
    },
  };
}
