import type { DeploymentGroupRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { TellDeps } from "./deps.ts";
import type { Doer } from "../../core/doer.ts";
import { recordDeployment, recordGroup } from "./history.ts";
import { tellDeployment } from "./tell.ts";

/** Ends a deployment that waits for approval: nothing of it was begun. False when somebody else was quicker. */
export async function endWaiting(
  tx: Transaction,
  group: DeploymentGroupRecord,
  end: {
    readonly to: "denied" | "expired" | "cancelled";
    readonly reason: string;
    readonly doer: Doer;
  },
  deps: TellDeps,
): Promise<boolean> {
  const transition = await tx.deployments.moveGroup(group.id, ["pending_approval"], end.to, {
    stateReason: end.reason,
  });
  if (transition === undefined) return false;
  await recordGroup(tx, group, end.doer, { verb: end.to, transition, data: { reason: end.reason } });
  for (const deployment of await tx.deployments.listByGroup(group.id)) {
    const moved = await tx.deployments.move(deployment.id, ["pending_approval"], "cancelled");
    if (moved !== undefined) await recordDeployment(tx, deployment, end.doer, moved);
  }
  await tellDeployment(tx, group.id, deps);
  return true;
}
