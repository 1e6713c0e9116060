import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { readPart } from "../parts.ts";
import { RefPart } from "../parts/ref.ts";
import { toCardText, toLine, toLink } from "../../../core/plain-text.ts";
import { toCardHeader } from "./card-header.ts";
import type { StateBadge } from "./state-badge.ts";

const BADGES: Readonly<Record<RefPart["deed"], StateBadge>> = {
  created: { text: "🌱 Created", color: "Good" },
  deleted: { text: "🗑️ Deleted", color: "Default" },
};

export function toRefCard(facts: Facts): CardContent | undefined {
  const ref = readPart(facts, "ref", RefPart);
  if (ref === undefined) return undefined;
  const badge = BADGES[ref.deed];
  const summary = toLine(`${ref.author} ${ref.deed} ${ref.kind} ${ref.name} of ${ref.repository}`, 250);
  const name = toCardText(ref.name, 200);
  return {
    card: "notifications/ref",
    summary,
    data: {
      ...toCardHeader(ref, badge),
      title: `${ref.kind === "branch" ? "Branch" : "Tag"} ${ref.deed === "created" ? toLink(name, ref.url) : name}`,
      deed: `${ref.deed} this ${ref.kind}`,
      at: ref.at,
      url: ref.url,
      fallback: escapeMarkdown(summary),
    },
  };
}
