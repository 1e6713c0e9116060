import type { RemoteHost } from "../../adapters/remote/contract/index.ts";
import type { DeploymentGroupRecord, DeploymentRecord } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../core/clock.ts";
import { Fault } from "../../core/fault.ts";
import { JobDelay } from "../../core/job.ts";
import { toProjectSettings } from "../../core/project-settings.ts";
import type { RunDeps } from "./deps.ts";
import { endServer, type ServerEnd } from "./end-server.ts";
import type { Site } from "./environment.ts";
import { tryOut } from "./noop.ts";
import { takeSteps } from "./steps.ts";
import { showDeployment } from "./tell.ts";
import { toKept } from "./words.ts";

/** Where nothing was begun, waiting longer helps nobody. */
const TRY_MS = 2 * MINUTE;
const AGAIN_MS = 5 * SECOND;
/** How much longer than its script may run a server may be out of reach. */
const GRACE_MS = 10 * MINUTE;
/** For all that is done there in one go: sending an archive is the longest. */
const USE_MS = 30 * MINUTE;

/** Works on one server until its part has ended, or for some seconds: then the job comes back. */
export async function runServer(
  group: DeploymentGroupRecord,
  deployment: DeploymentRecord,
  signal: AbortSignal,
  deps: RunDeps,
): Promise<void> {
  const site = await findSite(group, deployment, deps);
  if (site === undefined) {
    const lastError = "The server or the project is gone.";
    await endServer(
      group,
      deployment,
      { to: hasBegun(deployment) ? "unknown" : "failed", change: { lastError } },
      deps,
    );
    return;
  }
  const work = (host: RemoteHost): Promise<void> => {
    deps.troubles.delete(deployment.id);
    return group.noop ? tryOut(site, host, deps) : takeSteps(site, host, signal, deps);
  };
  try {
    await deps.useServer(site.server, work, { signal, timeoutMs: USE_MS });
  } catch (error) {
    if (!(error instanceof Fault) || signal.aborted) throw error;
    await take(error, site, deps);
  }
}

/** Did its script begin, as far as was noted? */
function hasBegun({ step }: Pick<DeploymentRecord, "step">): boolean {
  return step !== "" && step !== "files";
}

async function findSite(
  group: DeploymentGroupRecord,
  deployment: DeploymentRecord,
  { store }: RunDeps,
): Promise<Site | undefined> {
  return store.read(async (reads) => {
    const project = await reads.projects.find(group.projectId);
    const server = await reads.servers.find(deployment.serverId);
    if (project === undefined || server === undefined || server.deletedAt !== undefined) return undefined;
    return { group, deployment, project, server };
  });
}

/** What passes by itself is waited for, as long as it makes sense; all else is the end of it. */
async function take(fault: Fault, site: Site, deps: RunDeps): Promise<void> {
  const { group, project } = site;
  const deployment = await deps.store.read((reads) => reads.deployments.find(site.deployment.id));
  if (deployment === undefined) return;
  const now = deps.clock.now();
  const since = deps.troubles.get(deployment.id) ?? now;
  deps.troubles.set(deployment.id, since);
  const runs = deployment.step === "start" || deployment.step === "run";
  const { timeoutSeconds } = toProjectSettings(project.settings);
  const isWanted = deployment.state !== "cancelling";
  const patience = runs && isWanted ? timeoutSeconds * SECOND + GRACE_MS : TRY_MS;
  const isOver = now.getTime() - since.getTime() >= patience;
  const mayPass = fault.retryable || (runs && isLost(fault));
  if (!isOver && mayPass && (runs || isWanted)) {
    await note(site, fault.sentence, deps);
    throw new JobDelay(addMilliseconds(now, AGAIN_MS));
  }
  await endServer(group, deployment, judge(fault, deployment), deps);
}

/** How it ends with a fault that nobody waits for. */
function judge(fault: Fault, { step, state }: DeploymentRecord): ServerEnd {
  // It is the current release: what was left to do is to tidy up.
  if (step === "prune") return { to: "success" };
  if (step === "files" && state === "cancelling") return { to: "cancelled" };
  const change = { lastError: toKept(fault.sentence) };
  // A script that can't be asked after may be running still.
  return { to: hasBegun({ step }) && isLost(fault) ? "unknown" : "failed", change };
}

/** The server isn't reached, or lets nobody in: what became of the script is another matter. */
function isLost({ code }: Fault): boolean {
  return LOST.includes(code);
}

const LOST: readonly string[] = [
  "SERVER_UNREACHABLE",
  "SERVER_TIMED_OUT",
  "SERVER_CONNECTION_LOST",
  "SERVER_HOST_KEY_CHANGED",
  "SERVER_KEY_REFUSED",
  "SERVER_KEY_MISSING",
  "SERVER_ADDRESS_MISSING",
  "SERVER_ADDRESS_PRIVATE",
];

function note({ group, deployment }: Site, sentence: string, deps: RunDeps): Promise<void> {
  const lastError = toKept(`${sentence} I try again.`);
  return deps.store.transaction(async (tx) => {
    await tx.deployments.change(deployment.id, { lastError });
    await showDeployment(tx, group.id, deps);
  });
}
