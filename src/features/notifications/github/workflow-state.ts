import type { RunState } from "../parts/workflow.ts";

/** GitHub's status and conclusion of runs and jobs in one word; what GitHub may add later is `ended`. */
export function toRunState(status: string, conclusion: string | null | undefined): RunState {
  if (status === "completed") return toConclusion(conclusion ?? "");
  if (status === "in_progress") return "running";
  return status === "waiting" ? "waiting" : "queued";
}

function toConclusion(conclusion: string): RunState {
  switch (conclusion) {
    case "success":
      return "succeeded";
    case "failure":
      return "failed";
    case "startup_failure":
      return "startup_failed";
    case "cancelled":
    case "skipped":
    case "timed_out":
    case "action_required":
      return conclusion;
    default:
      return "ended";
  }
}

export function runKey(repository: { readonly id: string }, runId: number): string {
  return `run:${repository.id}#${String(runId)}`;
}
