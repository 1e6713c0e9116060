import type { ServerRecord } from "../../../adapters/store/contract/index.ts";
import { MINUTE, SECOND } from "../../../core/clock.ts";
import { Fault } from "../../../core/fault.ts";
import type { JobRun } from "../../../core/job.ts";
import type { Deps } from "../deps.ts";
import { finish } from "./finish.ts";

const CONTACT_MS = 30 * SECOND;
/** From then on its checks go on trying; it is there all the same. */
const PATIENCE_MS = 20 * MINUTE;

/**
 * The first contact: the host key that it shows is pinned, and who logs in is us. Whoever doesn't answer in time counts as
 * offline, and is looked at as all others are. Throws what keeps us out before that.
 */
export async function meet(run: JobRun, server: ServerRecord, deps: Deps): Promise<void> {
  try {
    await deps.useServer(server, (host) => host.check(), { signal: run.signal, timeoutMs: CONTACT_MS });
  } catch (error) {
    const age = deps.clock.now().getTime() - server.createdAt.getTime();
    if (!(error instanceof Fault) || run.signal.aborted || age < PATIENCE_MS) throw error;
    await finish(run, server, "offline", { lastError: error.sentence, checkedAt: deps.clock.now() }, deps);
    return;
  }
  await finish(run, server, "online", { lastError: "", checkedAt: deps.clock.now() }, deps);
}
