import type { RemoteHost } from "../../adapters/remote/contract/index.ts";
import type { RunDeps } from "./deps.ts";
import type { Site } from "./environment.ts";

/** Its end is noted: the run's folder on the server has nothing to decide any more. */
export async function forget({ deployment }: Site, host: RemoteHost, deps: RunDeps): Promise<void> {
  try {
    await host.removeRun(deployment.id);
  } catch (error) {
    deps.log.warn({ error, deployment: deployment.id }, "a run's folder could not be removed");
  }
}
