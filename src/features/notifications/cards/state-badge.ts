import type { IssuePart } from "../parts.ts";

/** A state in words, with a sign, and a color of Adaptive Cards: never the color alone. */
export interface StateBadge {
  readonly text: string;
  readonly color: "Good" | "Warning" | "Attention" | "Accent" | "Default";
}

export function toIssueBadge({ state, reason }: Pick<IssuePart, "state" | "reason">): StateBadge {
  if (state !== "closed") return toPullBadge(state);
  if (reason === "not_planned") return { text: "⚪ Closed as not planned", color: "Default" };
  if (reason === "duplicate") return { text: "⚪ Closed as duplicate", color: "Default" };
  return { text: "🟣 Closed", color: "Accent" };
}

export function toPullBadge(state: IssuePart["state"]): StateBadge {
  switch (state) {
    case "draft":
      return { text: "⚪ Draft", color: "Default" };
    case "open":
      return { text: "🟢 Open", color: "Good" };
    case "closed":
      return { text: "🔴 Closed", color: "Attention" };
    case "merged":
      return { text: "🟣 Merged", color: "Accent" };
    case "transferred":
      return { text: "➡️ Transferred", color: "Default" };
    case "deleted":
      return { text: "🗑️ Deleted", color: "Attention" };
  }
}
