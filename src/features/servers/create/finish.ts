import type { ServerChange, ServerRecord } from "../../../adapters/store/contract/index.ts";
import type { JobRun } from "../../../core/job.ts";
import type { Deps } from "../deps.ts";
import { byPloyst, tellServer } from "../history.ts";
import { queueKeys } from "../keys/kind.ts";
import { queuePush } from "../push/kind.ts";
import { Told } from "./kind.ts";
import { showOrder } from "./progress.ts";

/** The making of a server is over: it is online, or there but not to be reached, or could not be made. */
export async function finish(
  run: JobRun,
  { id }: Pick<ServerRecord, "id">,
  to: "online" | "offline" | "failed",
  change: ServerChange,
  deps: Deps,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const transition = await tx.servers.move(id, ["provisioning"], to, change);
    // Somebody wants it gone, or another run was faster.
    if (transition === undefined) return;
    const { lastError = "" } = change;
    const data = lastError === "" ? {} : { reason: lastError };
    await tellServer(tx, id, byPloyst(run.id), { verb: "status_changed", transition, data }, deps);
    await showOrder(tx, Told.parse(run.payload), deps);
    if (to !== "online") return;
    await queueKeys(tx, [id], deps);
    await queuePush(tx, [id], deps);
  });
}
