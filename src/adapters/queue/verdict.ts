import { SECOND } from "../../core/clock.ts";
import { Fault } from "../../core/fault.ts";
import { JobDelay, type JobSpec } from "../../core/job.ts";

/** What a run's end means for its row; data only, so that a repeated transaction writes it again. */
export type Verdict =
  | { readonly kind: "succeed" }
  | { readonly kind: "retry"; readonly runAfter: Date; readonly error: string }
  | { readonly kind: "delay"; readonly runAfter: Date }
  | { readonly kind: "die"; readonly error: string; readonly cause: unknown };

export interface FailedRun {
  readonly error: unknown;
  readonly attempt: number;
  readonly now: Date;
  readonly random: () => number;
  /** The runner itself broke it off: that is nobody's failure. */
  readonly brokenOff: boolean;
}

type RetryRule = Pick<JobSpec<never>, "attempts" | "backoffSeconds">;

/** Decides what becomes of a job whose run threw. Pure. */
export function judgeFailure(rule: RetryRule, run: FailedRun): Verdict {
  const { error, attempt, now } = run;
  if (error instanceof JobDelay) return { kind: "delay", runAfter: error.runAfter };
  if (run.brokenOff) return { kind: "delay", runAfter: now };
  const text = describeError(error);
  const isFinal = (error instanceof Fault && !error.retryable) || attempt >= rule.attempts;
  if (isFinal) return { kind: "die", error: text, cause: error };
  const wait = backoffSeconds(rule.backoffSeconds, attempt) * SECOND * (0.75 + 0.5 * run.random());
  return { kind: "retry", runAfter: new Date(now.getTime() + Math.round(wait)), error: text };
}

/** Seconds before try `attempt` + 1, before jitter. */
function backoffSeconds(steps: readonly number[], attempt: number): number {
  return steps[Math.min(attempt - 1, steps.length - 1)] ?? 0;
}

/** What is kept of an error with the job: short, and never an SDK error's request or response. */
export function describeError(error: unknown): string {
  if (error instanceof Fault) return error.code;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : "not an Error";
  return text.slice(0, 500);
}
