import type { RunState } from "../parts/workflow.ts";
import type { StateBadge } from "./state-badge.ts";

const BADGES: Readonly<Record<RunState, StateBadge>> = {
  queued: { text: "⏳ Queued", color: "Default" },
  waiting: { text: "✋ Waiting for approval", color: "Warning" },
  running: { text: "🔵 Running", color: "Accent" },
  ended: { text: "⚪ Ended", color: "Default" },
  skipped: { text: "⏭️ Skipped", color: "Default" },
  cancelled: { text: "🚫 Cancelled", color: "Default" },
  succeeded: { text: "✅ Succeeded", color: "Good" },
  action_required: { text: "✋ Needs approval", color: "Warning" },
  timed_out: { text: "⌛ Timed out", color: "Attention" },
  startup_failed: { text: "❌ Could not start", color: "Attention" },
  failed: { text: "❌ Failed", color: "Attention" },
};

export function toRunBadge(state: RunState): StateBadge {
  return BADGES[state];
}
