import type {
  DeploymentChange,
  DeploymentGroupRecord,
  DeploymentRecord,
  DeploymentState,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { RunDeps } from "./deps.ts";
import { byItself, recordDeployment, recordServer } from "./history.ts";
import { findRealmLines } from "./output.ts";
import { tellDeployment } from "./tell.ts";

/** How one server's part ended. */
export interface ServerEnd {
  readonly to: "success" | "failed" | "cancelled" | "timed_out" | "unknown";
  readonly change?: DeploymentChange;
}

const AT_WORK: readonly DeploymentState[] = ["executing", "cancelling"];

/** Ends one server's part: its state, its events, the server's status, and what its script told, in one transaction. */
export async function endServer(
  group: DeploymentGroupRecord,
  deployment: DeploymentRecord,
  { to, change = {} }: ServerEnd,
  deps: RunDeps,
): Promise<void> {
  const tellsRealms = to === "success" && !group.noop;
  const lines = tellsRealms ? await findRealmLines(deployment, deps) : [];
  await deps.store.transaction(async (tx) => {
    const ended = { lastError: "", ...change };
    const transition = await tx.deployments.move(deployment.id, AT_WORK, to, ended);
    if (transition === undefined) return;
    const { exitcode } = ended;
    const data = exitcode === undefined ? {} : { exitcode };
    await recordDeployment(tx, deployment, byItself(group), transition, data);
    if (!group.noop) await releaseServer(tx, group, deployment, deps);
    if (tellsRealms) await deps.saveRealms(tx, deployment, lines);
    await tellDeployment(tx, group.id, deps);
  });
  deps.troubles.delete(deployment.id);
}

/** The server does nothing for us any more. */
async function releaseServer(
  tx: Transaction,
  group: DeploymentGroupRecord,
  { serverId }: DeploymentRecord,
  deps: RunDeps,
): Promise<void> {
  const transition = await tx.servers.move(serverId, ["deploying"], "online");
  const server = await tx.servers.find(serverId);
  if (transition === undefined || server === undefined) return;
  await recordServer(tx, server, byItself(group), transition);
  await deps.news.onServerChanged(tx, server, { transition, what: "deployed" });
}
