import type { DeploymentGroupRecord, JobRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { TellDeps } from "./deps.ts";

export const DEPLOYMENT_JOB = "deployment";

/** One group of a project at a time. */
const AT_WORK = ["executing", "cancelling"] as const;

/**
 * Gives the oldest group that waits its job, unless one is at work or has its job already. To be called with the project
 * held, by whoever adds a group to those that wait and by whoever ends one: of two at once the later sees what the
 * earlier did.
 */
export async function startNext(
  tx: Transaction,
  projectId: string,
  deps: Pick<TellDeps, "wakeJobs">,
): Promise<JobRecord | undefined> {
  const [busy] = await tx.deployments.listGroupsInState(projectId, AT_WORK);
  const [next] = await tx.deployments.listGroupsInState(projectId, ["queued"]);
  if (busy !== undefined || next === undefined) return undefined;
  return startJob(tx, next, deps);
}

async function startJob(
  tx: Transaction,
  { id }: DeploymentGroupRecord,
  deps: Pick<TellDeps, "wakeJobs">,
): Promise<JobRecord | undefined> {
  if ((await tx.jobs.listOpenTargets(DEPLOYMENT_JOB, [id])).size > 0) return undefined;
  const job = await tx.jobs.create({ kind: DEPLOYMENT_JOB, targetId: id });
  tx.afterCommit(() => {
    deps.wakeJobs([job.id]);
  });
  return job;
}
