import type {
  DeploymentGroupRecord,
  DeploymentRecord,
  ServerRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { addMilliseconds, SECOND } from "../../core/clock.ts";
import { JobDelay } from "../../core/job.ts";
import type { RunDeps } from "./deps.ts";
import { byItself, recordDeployment, recordServer } from "./history.ts";
import { tellDeployment } from "./tell.ts";

const BUSY_MS = 3 * SECOND;

/**
 * queued -> executing, and the server is busy from here; queued -> failed where there is no such server to deploy to. Comes
 * back later while another project is deployed to it.
 */
export function beginServer(
  group: DeploymentGroupRecord,
  deployment: DeploymentRecord,
  deps: RunDeps,
): Promise<void> {
  return deps.store.transaction(async (tx) => {
    // Whoever cancels at the same moment waits, or was first: then nothing of it begins.
    await tx.projects.hold(group.projectId);
    if ((await tx.deployments.findGroup(group.id))?.state !== "executing") return;
    const server = await tx.servers.find(deployment.serverId);
    const why = whyNot(server);
    if (server === undefined || why !== "") {
      const failed = await tx.deployments.move(deployment.id, ["queued"], "failed", { lastError: why });
      if (failed !== undefined) await recordDeployment(tx, deployment, byItself(group), failed);
    } else if (group.noop || (await occupy(tx, group, server, deps))) {
      const begun = await tx.deployments.move(deployment.id, ["queued"], "executing", { step: "files" });
      if (begun !== undefined) await recordDeployment(tx, deployment, byItself(group), begun);
    } else {
      throw new JobDelay(addMilliseconds(deps.clock.now(), BUSY_MS));
    }
    await tellDeployment(tx, group.id, deps);
  });
}

function whyNot(server: ServerRecord | undefined): string {
  if (server === undefined || server.deletedAt !== undefined) return "The server is gone.";
  return server.status === "online" || server.status === "deploying" ? "" : `The server is ${server.status}.`;
}

/** False while another project is deployed to it. */
async function occupy(
  tx: Transaction,
  group: DeploymentGroupRecord,
  server: ServerRecord,
  deps: RunDeps,
): Promise<boolean> {
  const transition = await tx.servers.move(server.id, ["online"], "deploying");
  // Left so by a deployment that ended without saying so: nobody works on it.
  if (transition === undefined) return !(await tx.deployments.isBusy(server.id));
  const busy = { ...server, status: "deploying" as const };
  await recordServer(tx, busy, byItself(group), transition);
  await deps.news.onServerChanged(tx, busy, { transition, what: "deploying" });
  return true;
}
