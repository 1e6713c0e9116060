import type { RemoteHost } from "../../adapters/remote/contract/index.ts";
import { toProjectSettings } from "../../core/project-settings.ts";
import { acquireFiles } from "./acquire.ts";
import { endClone } from "./clone.ts";
import type { RunDeps } from "./deps.ts";
import { endServer } from "./end-server.ts";
import { forget } from "./forget.ts";
import { giveEnvironment, toDirectory, type Site } from "./environment.ts";
import { tellDeployment } from "./tell.ts";
import { watchRun } from "./watch.ts";

/**
 * files: the release is brought there; start: its script may have been begun; run: it was; switch: it succeeded; prune: its
 * release is the current one. Each can be done again: a run has the deployment's id, so its script begins once, and all
 * else ends where it was.
 */
type Step = "files" | "start" | "run" | "switch" | "prune";

/** Goes on from the step at which the deployment is. */
export async function takeSteps(
  site: Site,
  host: RemoteHost,
  signal: AbortSignal,
  deps: RunDeps,
): Promise<void> {
  const { deployment, project, group } = site;
  switch (deployment.step) {
    case "":
    case "files":
      if (await isCancelled(site, deps)) {
        await endClone(site, host, deps);
        await endServer(group, deployment, { to: "cancelled" }, deps);
        return;
      }
      await acquireFiles(site, host, signal, deps);
      return go(site, "start", deps);
    case "start":
      await start(site, host, deps);
      return go(site, "run", deps);
    case "run":
      return watchRun(site, host, signal, deps);
    case "switch":
      if (project.acquire !== "none")
        await host.switchCurrent({ directory: project.directory, sha: group.sha });
      return go(site, "prune", deps);
    default:
      await prune(site, host, deps);
      await endServer(group, deployment, { to: "success" }, deps);
      await forget(deployment.id, host, deps);
  }
}

/** To the next step; a cancellation in between is seen there. */
async function go({ group, deployment }: Site, step: Step, deps: RunDeps): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx.deployments.change(deployment.id, { step, lastError: "" });
    await tellDeployment(tx, group.id, deps);
  });
}

async function isCancelled({ deployment }: Site, { store }: RunDeps): Promise<boolean> {
  const now = await store.read((reads) => reads.deployments.find(deployment.id));
  return now?.state === "cancelling";
}

async function start(site: Site, host: RemoteHost, deps: RunDeps): Promise<void> {
  const { deployment, project } = site;
  // Cancelled before it began: the id never begins.
  if (await isCancelled(site, deps)) {
    await host.cancelRun(deployment.id);
    return;
  }
  const { variables } = await giveEnvironment(site, deps);
  const { timeoutSeconds, inactivitySeconds } = toProjectSettings(project.settings);
  await host.startRun({
    ...{ id: deployment.id, directory: toDirectory(site), script: deployment.script },
    ...{ environment: variables, timeoutSeconds, inactivitySeconds },
  });
}

/** What is left over is no reason to call a deployment failed. */
async function prune(site: Site, host: RemoteHost, deps: RunDeps): Promise<void> {
  const { project, group, deployment } = site;
  if (project.acquire === "none") return;
  const { keepReleases: keep } = toProjectSettings(project.settings);
  const never = [group.sha, deployment.previousSha].filter((sha) => sha !== "");
  try {
    await host.pruneReleases({ directory: project.directory, keep, never });
  } catch (error) {
    deps.log.warn({ error, deployment: deployment.id }, "old releases could not be removed");
  }
}
