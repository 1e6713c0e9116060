/** How a server's state is said, wherever it is shown. */
export const SERVER_STATUS_WORDS = {
  requested: "⚪ Requested",
  provisioning: "🟡 Being made",
  online: "🟢 Online",
  offline: "🔴 Offline",
  deploying: "🔵 Online, deploying",
  deleting: "🟠 To be deleted",
  deleted: "⚫ Deleted",
  failed: "❌ Failed",
} as const;

/** How the state of a deployment, or of one server's part of it, is said. */
export const DEPLOYMENT_STATE_WORDS = {
  pending_approval: "✋ Waits for approval",
  queued: "⏳ Queued",
  executing: "🔵 Deploying",
  cancelling: "🟠 Being cancelled",
  success: "🟢 Succeeded",
  failed: "🔴 Failed",
  cancelled: "⚪ Cancelled",
  denied: "⛔ Denied",
  expired: "⌛ Approved by nobody in time",
  timed_out: "🔴 Timed out",
  unknown: "❓ Unknown",
} as const;
