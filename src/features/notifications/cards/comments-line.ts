import type { Facts } from "../../../core/facts.ts";
import { CountPart, InlinePart, listParts, readPart } from "../parts.ts";

/** `💬 3`: all comments, those on a pull request's lines too; empty while there are none. */
export function toCommentsLine(facts: Facts): string {
  const count = (readPart(facts, "comments", CountPart)?.count ?? 0) + countInline(facts);
  return count === 0 ? "" : `💬 ${String(count)}`;
}

/** GitHub counts comments on lines only in a pull request's own events: those that came after the last one are added. */
function countInline(facts: Facts): number {
  const counted = readPart(facts, "inline-comments", CountPart);
  const since = counted === undefined ? 0 : Date.parse(counted.at);
  const later = listParts(facts, "inline:", InlinePart).filter(({ at }) => Date.parse(at) > since);
  return (counted?.count ?? 0) + later.length;
}
