import type { Facts } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine, toLink } from "../../core/plain-text.ts";
import { findSubject, listReasons } from "./card-facts.ts";
import type { Reason, Subject, SubjectState } from "./news.ts";

const REASONS_SHOWN = 5;
const LINES_SHOWN = 20;

interface Badge {
  readonly text: string;
  readonly color: "Good" | "Attention" | "Accent" | "Default";
}

const BADGES: Readonly<Record<SubjectState, Badge>> = {
  draft: { text: "⚪ Draft", color: "Default" },
  open: { text: "🟢 Open", color: "Good" },
  closed: { text: "🔴 Closed", color: "Attention" },
  merged: { text: "🟣 Merged", color: "Accent" },
  deleted: { text: "🗑️ Deleted", color: "Default" },
};

/** A person's own card of a subject; undefined while too little is known. */
export function toAlertCard(facts: Facts): CardContent | undefined {
  const subject = findSubject(facts);
  const reasons = listReasons(facts);
  const [latest] = reasons;
  if (subject === undefined || latest === undefined) return undefined;
  const badge = BADGES[subject.state];
  const summary = toSummary(latest, subject);
  const more = reasons.length - REASONS_SHOWN;
  return {
    card: "alerts/subject",
    summary,
    data: {
      repository: toCardText(subject.repository, 150),
      state: badge.text,
      stateColor: badge.color,
      title: toTitle(subject),
      url: latest.url === "" ? subject.url : latest.url,
      reasons: reasons.slice(0, REASONS_SHOWN).map(toRow),
      more: more > 0 ? `and ${String(more)} more before` : "",
      fallback: escapeMarkdown(summary),
    },
  };
}

/** One more reason to look at a subject whose card is there already: a message of its own, since a changed card calls nobody. */
export function toAlertNote(reason: Reason, subject: Subject): CardContent {
  const summary = toSummary(reason, subject);
  return {
    card: "alerts/note",
    summary,
    data: {
      ...toRow(reason),
      title: toTitle(subject),
      repository: toCardText(subject.repository, 150),
      url: reason.url === "" ? subject.url : reason.url,
      fallback: escapeMarkdown(summary),
    },
  };
}

/** What came in quiet hours, in one message. */
export function toDigestCard(all: readonly Facts[], total: number): CardContent | undefined {
  const lines = all.flatMap((facts) => {
    const subject = findSubject(facts);
    const [latest] = listReasons(facts);
    if (subject === undefined || latest === undefined) return [];
    return [{ ...toRow(latest), title: toTitle(subject), repository: toCardText(subject.repository, 150) }];
  });
  if (lines.length === 0) return undefined;
  const things = total === 1 ? "1 thing" : `${String(total)} things`;
  const summary = `🌅 ${things} came in your quiet hours`;
  const more = total - Math.min(lines.length, LINES_SHOWN);
  return {
    card: "alerts/digest",
    summary,
    data: {
      heading: summary,
      lines: lines.slice(0, LINES_SHOWN),
      more: more > 0 ? `and ${String(more)} more on GitHub` : "",
      fallback: escapeMarkdown(summary),
    },
  };
}

function toRow(reason: Reason): JsonObject {
  return { text: escapeMarkdown(toWords(reason)), excerpt: toExcerptText(reason), at: reason.at };
}

/** What a toast says: who did what, to what. */
function toSummary(reason: Reason, subject: Subject): string {
  const name = `${subject.repository}#${String(subject.number)}`;
  return toLine(`${toWords(reason)}: ${name} ${subject.title}`, 250);
}

function toWords({ kind, by, text }: Reason): string {
  const who = `@${toLine(by, 60)}`;
  switch (kind) {
    case "review-requested":
      return `👀 ${who} asks for your review`;
    case "assigned":
      return `👤 ${who} assigned you`;
    case "mentioned":
      return `💬 ${who} mentioned you`;
    case "checks-failed":
      return text === "" ? "❌ Checks failed" : `❌ Checks failed: ${toLine(text, 100)}`;
  }
}

function toExcerptText({ kind, text }: Reason): string {
  return kind === "checks-failed" ? "" : toCardText(text, 300);
}

function toTitle({ number, title, url }: Subject): string {
  return toLink(`#${String(number)} ${toCardText(title, 256)}`, url);
}
