import type { CommitChecks } from "../../adapters/github/contract/index.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import { toLine } from "../../core/plain-text.ts";
import type { FeatureWork } from "./feature-work.ts";

/** A traffic light, in words beside its sign. */
const LIGHTS: Readonly<Record<CommitChecks["state"], string>> = {
  passing: "🟢 Builds pass",
  running: "🟡 Builds run",
  failing: "🔴 A build failed",
  none: "⚪ Not built",
};

/** The light of one commit; what failed by name. */
export function toLight({ state, failed }: CommitChecks): string {
  if (state !== "failing" || failed.length === 0) return LIGHTS[state];
  const names = failed.map(({ name, htmlUrl }) => {
    const shown = toLine(name, 60);
    return htmlUrl === undefined ? escapeMarkdown(shown) : markdownLink(shown, htmlUrl);
  });
  return `🔴 Failed: ${names.join(", ")}`;
}

/**
 * All builds of a feature together, red before yellow before green: of what is under way, or of what is over where nothing
 * is under way any more. What has no builds says nothing beside what has.
 */
export function toOverallLight({ pulls, branches }: Pick<FeatureWork, "pulls" | "branches">): string {
  const open = pulls.filter(({ state }) => state === "open" || state === "draft");
  const underWay = [...open, ...branches];
  const states = (underWay.length > 0 ? underWay : pulls).map(({ checks }) => checks.state);
  const worst = (["failing", "running", "passing"] as const).find((state) => states.includes(state));
  return LIGHTS[worst ?? "none"];
}
