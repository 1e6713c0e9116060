import type {
  DeploymentGroupRecord,
  DeploymentGroupState,
  Reads,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../core/clock.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import type { DeploymentStatusName } from "../../core/source.ts";
import type { DeploymentDeps, RunDeps, TellDeps } from "./deps.ts";
import { toSourceProject } from "./find.ts";
import { sayKind } from "./words.ts";

export const REPORT_JOB = "deployment-report";

const STATUSES: Readonly<Partial<Record<DeploymentGroupState, DeploymentStatusName>>> = {
  executing: "in_progress",
  cancelling: "in_progress",
  success: "success",
  failed: "failure",
  cancelled: "inactive",
};

/** Tells the repository's host of a deployment that began or ended, in the transaction of that. */
export async function reportToSource(
  tx: Transaction,
  { id, noop }: DeploymentGroupRecord,
  deps: Pick<TellDeps, "wakeJobs">,
): Promise<void> {
  const group = await tx.deployments.findGroup(id);
  // What was never begun is nobody's deployment there.
  if (noop || group?.startedAt === undefined) return;
  const job = await tx.jobs.create({ kind: REPORT_JOB, targetId: id });
  tx.afterCommit(() => {
    deps.wakeJobs([job.id]);
  });
}

/** Says how a deployment stands, not how it stood: whichever report comes last is right. Its failure is no deployment's. */
export const reportJob: JobSpec<DeploymentDeps> = defineJob<DeploymentDeps>({
  kind: REPORT_JOB,
  attempts: 8,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [5, 15, 60, 300],
  run: (run, { deployments }) => report(run, deployments),
});

/** One report of a deployment at a time: made twice at once, there would be two of it. */
async function report(run: JobRun, deps: RunDeps): Promise<void> {
  const { store, clock } = deps;
  const name = `${REPORT_JOB}:${run.targetId}`;
  const now = clock.now();
  const lease = await store.transaction((tx) =>
    tx.leases.acquire(name, run.id, now, addMilliseconds(now, MINUTE)),
  );
  if (lease === undefined) throw new JobDelay(addMilliseconds(now, SECOND));
  try {
    await reportHeld(run, deps);
  } finally {
    await store.transaction((tx) => tx.leases.release(name, run.id));
  }
}

async function reportHeld({ targetId, signal }: JobRun, deps: RunDeps): Promise<void> {
  const known = await deps.store.read((reads) => readReported(reads, targetId));
  if (known === undefined) return;
  const { group, environment } = known;
  const project = toSourceProject(known.project);
  const description = `${sayKind(group)} #${String(group.number)}`;
  const made =
    group.ghDeploymentId === ""
      ? await deps.source.createDeployment(
          project,
          { key: group.id, sha: group.sha, ref: group.ref, environment, description },
          signal,
        )
      : group.ghDeploymentId;
  if (made === undefined) return;
  await deps.store.transaction((tx) => tx.deployments.changeGroup(group.id, { ghDeploymentId: made }));
  await tellStates(group.id, made, project, deps, signal);
}

/** Until what was told is how it stands: it may have ended meanwhile. */
async function tellStates(
  groupId: string,
  made: string,
  project: ReturnType<typeof toSourceProject>,
  { source, store }: RunDeps,
  signal: AbortSignal,
): Promise<void> {
  let told: DeploymentStatusName | undefined;
  for (;;) {
    const group = await store.read((reads) => reads.deployments.findGroup(groupId));
    const state = group === undefined ? undefined : STATUSES[group.state];
    if (group === undefined || state === undefined || state === told) return;
    const description = `${sayKind(group)} #${String(group.number)}`;
    await source.setDeploymentStatus(project, made, { state, description, logUrl: "" }, signal);
    told = state;
  }
}

async function readReported(
  reads: Reads,
  groupId: string,
): Promise<
  | {
      readonly group: DeploymentGroupRecord;
      readonly project: Parameters<typeof toSourceProject>[0];
      readonly environment: string;
    }
  | undefined
> {
  const group = await reads.deployments.findGroup(groupId);
  const project = group === undefined ? undefined : await reads.projects.find(group.projectId);
  if (group === undefined || project === undefined) return undefined;
  const [first, second] = await reads.deployments.listByGroup(groupId);
  const server = first === undefined ? undefined : await reads.servers.find(first.serverId);
  const team = await reads.teams.find(group.teamId);
  // One server is a place of its own; several are the team's.
  const environment = second === undefined && server !== undefined ? server.name : (team?.name ?? "");
  return { group, project, environment };
}
