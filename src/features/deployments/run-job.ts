import type { DeploymentGroupRecord, DeploymentRecord } from "../../adapters/store/contract/index.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { beginServer } from "./begin-server.ts";
import type { DeploymentDeps, RunDeps } from "./deps.ts";
import { endGroup, judge } from "./end-group.ts";
import { endServer } from "./end-server.ts";
import { byItself, recordGroup } from "./history.ts";
import { holdProject } from "./lease.ts";
import { sayLock } from "./locked.ts";
import { reportToSource } from "./report-job.ts";
import { runServer } from "./run-server.ts";
import { tellDeployment } from "./tell.ts";
import { DEPLOYMENT_JOB } from "./turns.ts";
import { isEnded, toKept } from "./words.ts";

/**
 * Deploys one group, server after server. It leaves and comes back every few seconds, so whoever takes it up after a crash
 * does what every run of it does: it looks at the rows and at the files on the server, and goes on.
 */
export const deploymentJob: JobSpec<DeploymentDeps> = defineJob<DeploymentDeps>({
  kind: DEPLOYMENT_JOB,
  // Each crash of the process counts as one.
  attempts: 20,
  leaseSeconds: 60,
  concurrency: 32,
  backoffSeconds: [1, 5, 15, 60],
  run: (run, { deployments }) => runGroup(run, deployments),
  onDead: ({ targetId }, _error, { deployments }) => giveUp(targetId, deployments),
});

async function runGroup({ targetId, signal }: JobRun, deps: RunDeps): Promise<void> {
  const group = await findGroup(targetId, deps);
  if (group === undefined || isEnded(group) || group.state === "pending_approval") return;
  await holdProject(group, deps);
  if (group.state === "queued") await beginGroup(group, deps);
  for (;;) {
    const now = await findGroup(targetId, deps);
    if (now === undefined || isEnded(now)) return;
    const next = await findNext(now, deps);
    if (next === undefined) {
      await finish(now, deps);
      return;
    }
    if (next.state === "queued") await beginServer(now, next, deps);
    else await runServer(now, next, signal, deps);
  }
}

function findGroup(id: string, { store }: RunDeps): Promise<DeploymentGroupRecord | undefined> {
  return store.read((reads) => reads.deployments.findGroup(id));
}

/** queued -> executing; a project that was locked or deleted meanwhile is not deployed. */
function beginGroup(group: DeploymentGroupRecord, deps: RunDeps): Promise<void> {
  return deps.store.transaction(async (tx) => {
    const isThere = await tx.projects.hold(group.projectId);
    const project = await tx.projects.find(group.projectId);
    if (!isThere || project === undefined) {
      await endGroup(tx, group, { to: "cancelled", reason: "The project was deleted." }, deps);
      return;
    }
    if (project.lock !== undefined) {
      const { by, reason } = await sayLock(project, project.lock, tx, deps.clock.now());
      const why = `The project was locked by ${by}${reason === "" ? "" : `: ${reason}`}.`;
      await endGroup(tx, group, { to: "cancelled", reason: toKept(why) }, deps);
      return;
    }
    const transition = await tx.deployments.moveGroup(group.id, ["queued"], "executing");
    if (transition === undefined) return;
    await recordGroup(tx, group, byItself(group), { verb: "executing", transition });
    await reportToSource(tx, group, deps);
    await tellDeployment(tx, group.id, deps);
  });
}

/** The one that is at work, or else the next; none after the first that didn't succeed, and none once it is cancelled. */
async function findNext(
  group: DeploymentGroupRecord,
  { store }: RunDeps,
): Promise<DeploymentRecord | undefined> {
  const deployments = await store.read((reads) => reads.deployments.listByGroup(group.id));
  const first = deployments.find(({ state }) => state !== "success");
  if (first === undefined || isEnded(first)) return undefined;
  return first.state === "queued" && group.state === "cancelling" ? undefined : first;
}

function finish(group: DeploymentGroupRecord, deps: RunDeps): Promise<unknown> {
  return deps.store.transaction(async (tx) => {
    const deployments = await tx.deployments.listByGroup(group.id);
    const servers = await tx.servers.listByIds(deployments.map(({ serverId }) => serverId));
    const names = new Map(servers.map(({ id, name }) => [id, name]));
    const named = deployments.map((one) => ({ ...one, name: names.get(one.serverId) ?? "" }));
    return endGroup(tx, group, judge(group, named), deps);
  });
}

/** Nothing more is tried. What may have begun on a server is not known. */
async function giveUp(groupId: string, deps: RunDeps): Promise<void> {
  const group = await findGroup(groupId, deps);
  if (group === undefined || isEnded(group)) return;
  const next = await findNext(group, deps);
  const lastError = "Something broke on our side.";
  if (next !== undefined && next.state !== "queued") {
    const to = next.step === "files" || group.noop ? "failed" : "unknown";
    await endServer(group, next, { to, change: { lastError } }, deps);
  }
  const isFirst = next?.state === "queued";
  if (isFirst)
    await deps.store.transaction((tx) => endGroup(tx, group, { to: "failed", reason: lastError }, deps));
  else await finish(group, deps);
}
