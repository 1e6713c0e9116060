import type { Facts } from "../../../core/facts.ts";
import { listParts, ReviewPart } from "../parts.ts";
import { toCardText } from "../../../core/plain-text.ts";

const SHOWN = 8;

/** `✅ mona approved · 🔁 hubot wants changes · ⏳ octocat is asked`; somebody asked again is waited for again. */
export function toReviewersLine(facts: Facts, asked: readonly string[]): string {
  const verdicts = listParts(facts, "review:", ReviewPart)
    .filter((review) => review.verdict !== "dismissed" && !asked.includes(review.login))
    .map((review) =>
      review.verdict === "approved"
        ? `✅ ${toCardText(review.login, 50)} approved`
        : `🔁 ${toCardText(review.login, 50)} wants changes`,
    );
  const waiting = asked.map((name) => `⏳ ${toCardText(name, 50)} is asked`);
  const all = [...verdicts, ...waiting];
  const more = all.length - SHOWN;
  return [...all.slice(0, SHOWN), ...(more > 0 ? [`and ${String(more)} more`] : [])].join(" · ");
}
