import type { RemoteHost } from "../../adapters/remote/contract/index.ts";
import type { RunDeps } from "./deps.ts";

/** Its end is noted: the run's folder on the server has nothing to decide any more. */
export async function forget(runId: string, host: RemoteHost, { log }: Pick<RunDeps, "log">): Promise<void> {
  try {
    await host.removeRun(runId);
  } catch (error) {
    log.warn({ error, run: runId }, "a run's folder could not be removed");
  }
}
