import { faults } from "../../core/errors.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import type { DeploymentDeps, RunDeps } from "./deps.ts";
import { endWaiting } from "./end-waiting.ts";
import { byItself } from "./history.ts";

export const EXPIRY_JOB = "deployment-expiry";

/** Ends a deployment that nobody approved in time. */
export const expiryJob: JobSpec<DeploymentDeps> = defineJob<DeploymentDeps>({
  kind: EXPIRY_JOB,
  attempts: 10,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [5, 30, 120],
  run: (run, { deployments }) => expire(run, deployments),
});

function expire({ targetId }: JobRun, deps: RunDeps): Promise<void> {
  return deps.store.transaction(async (tx) => {
    const group = await tx.deployments.findGroup(targetId);
    if (group?.state !== "pending_approval" || group.expiresAt === undefined) return;
    if (group.expiresAt > deps.clock.now()) throw new JobDelay(group.expiresAt);
    const reason = "Too few approved it in time.";
    const ended = await endWaiting(tx, group, { to: "expired", reason, doer: byItself(group) }, deps);
    if (!ended) throw faults.STORE_BUSY();
  });
}
