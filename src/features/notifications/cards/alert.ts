import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { readPart } from "../parts.ts";
import { AlertPart, type AlertKind, type Severity } from "../parts/alert.ts";
import { toCardText, toLine, toLink } from "../../../core/plain-text.ts";
import type { StateBadge } from "./state-badge.ts";

const KINDS: Readonly<Record<AlertKind, string>> = {
  dependabot: "Dependabot alert",
  "code-scanning": "Code scanning alert",
  "secret-scanning": "Secret scanning alert",
};

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: "🔴 Critical",
  high: "🟠 High",
  medium: "🟡 Medium",
  low: "⚪ Low",
  unknown: "",
};

/** What an alert is about is called by what found it. */
const ABOUT: Readonly<Record<AlertKind, string>> = {
  dependabot: "Package",
  "code-scanning": "Rule",
  "secret-scanning": "Secret",
};

export function toAlertCard(facts: Facts): CardContent | undefined {
  const alert = readPart(facts, "alert", AlertPart);
  if (alert === undefined) return undefined;
  const badge = toBadge(alert);
  const summary = toLine(`${badge.text}: ${KINDS[alert.kind]} in ${alert.repository}: ${alert.title}`, 250);
  return {
    card: "notifications/alert",
    summary,
    data: {
      repository: toCardText(alert.repository, 150),
      repositoryUrl: alert.repositoryUrl,
      state: badge.text,
      stateColor: badge.color,
      title: toLink(toCardText(alert.title, 200), alert.url),
      kind: `${KINDS[alert.kind]} #${String(alert.number)}`,
      finder: alert.kind === "code-scanning" ? toCardText(alert.tool, 60) : "",
      createdAt: alert.createdAt,
      severity: SEVERITY_WORDS[alert.severity],
      aboutTitle: ABOUT[alert.kind],
      about: toCardText(alert.about, 150),
      place: toCardText(alert.place, 200),
      advisory: toCardText(alert.advisory, 100),
      fixedIn: toCardText(alert.fixedIn, 60),
      url: alert.url,
      fallback: escapeMarkdown(summary),
    },
  };
}

function toBadge({ state, resolution, kind }: AlertPart): StateBadge {
  const why = resolution === "" || state === "open" ? "" : `: ${toCardText(resolution, 60)}`;
  switch (state) {
    case "open":
      return { text: "🚨 Open", color: "Attention" };
    case "fixed":
      return { text: `✅ ${kind === "secret-scanning" ? "Resolved" : "Fixed"}${why}`, color: "Good" };
    case "dismissed":
      return { text: `⚪ Dismissed${why}`, color: "Default" };
  }
}
