import type { RemoteHost } from "../../adapters/remote/contract/index.ts";
import { SECOND } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { cloneOn } from "./clone.ts";
import type { RunDeps } from "./deps.ts";
import type { Site } from "./environment.ts";
import { toSourceProject } from "./find.ts";
import { holdProject } from "./lease.ts";

const LOOK_MS = 2 * SECOND;

/** Brings the commit's files to the server. Twice is as once: a release that is there stays. */
export async function acquireFiles(
  site: Site,
  host: RemoteHost,
  signal: AbortSignal,
  deps: RunDeps,
): Promise<void> {
  const { project } = site;
  if (project.acquire === "none") return;
  const work = project.acquire === "archive" ? sendArchive : cloneOn;
  await unlessCancelled(site, signal, deps, (either) => work(site, host, either, deps));
}

async function sendArchive(
  { project, group }: Site,
  host: RemoteHost,
  signal: AbortSignal,
  { source }: RunDeps,
): Promise<void> {
  const { directory } = project;
  await source.withArchive(
    toSourceProject(project),
    group.sha,
    (archive) => host.receiveArchive({ directory, sha: group.sha, archive, signal }),
    signal,
  );
}

/** Looks every two seconds whether it is still wanted, and keeps the project meanwhile. */
async function unlessCancelled(
  { group, deployment }: Site,
  signal: AbortSignal,
  deps: RunDeps,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const breaker = new AbortController();
  let cancelTimer = (): void => undefined;
  const look = async (): Promise<void> => {
    const now = await deps.store.read((reads) => reads.deployments.find(deployment.id));
    if (now?.state === "cancelling") breaker.abort(faults.DEPLOYMENT_CANCELLED());
    else await holdProject(group, deps);
  };
  const arm = (): void => {
    cancelTimer = deps.timers.after(LOOK_MS, () => {
      look().then(arm, (error: unknown) => {
        breaker.abort(error);
      });
    });
  };
  arm();
  try {
    await work(AbortSignal.any([signal, breaker.signal]));
  } finally {
    cancelTimer();
  }
}
