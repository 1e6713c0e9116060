import type { Facts } from "../../../core/facts.ts";
import { CHECK_STATES, CheckPart, listParts, type CheckState } from "../parts.ts";

const SIGNS: Readonly<Record<CheckState, string>> = {
  passed: "✅",
  failed: "❌",
  running: "⏳",
  cancelled: "🚫",
  skipped: "⏭️",
};

/** `✅ 3 passed · ❌ 1 failed` for the newest commit; what ran on earlier ones no longer counts. */
export function toChecksLine(facts: Facts, headSha: string): string {
  const checks = listParts(facts, `check:${headSha}:`, CheckPart);
  const apps = new Set(checks.map((check) => check.app));
  // A suite stands for its checks only where none of them is known.
  const suites = listParts(facts, `suite:${headSha}:`, CheckPart).filter((suite) => !apps.has(suite.app));
  const all = [...checks, ...suites];
  return CHECK_STATES.map((state) => ({ state, count: all.filter((check) => check.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${SIGNS[state]} ${String(count)} ${state}`)
    .join(" · ");
}
