import type {
  DeploymentGroupRecord,
  DeploymentGroupState,
  DeploymentRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { TellDeps } from "./deps.ts";
import type { Doer } from "../../core/doer.ts";
import { byItself, recordDeployment, recordGroup } from "./history.ts";
import { leaseOf } from "./lease.ts";
import { lockRolledBack } from "./lock-rolled-back.ts";
import { reportToSource } from "./report-job.ts";
import { tellDeployment } from "./tell.ts";
import { startNext } from "./turns.ts";
import { shortSha } from "./words.ts";

type End = "success" | "failed" | "cancelled";

const OPEN: readonly DeploymentGroupState[] = ["queued", "executing", "cancelling"];

/** Ends a group: what was not begun is left, and the next one of the project begins. */
export async function endGroup(
  tx: Transaction,
  group: DeploymentGroupRecord,
  end: { readonly to: End; readonly reason: string; readonly doer?: Doer },
  deps: TellDeps,
): Promise<boolean> {
  const { to, reason, doer = byItself(group) } = end;
  // Whoever adds a group at the same moment waits, and sees that this one has ended.
  await tx.projects.hold(group.projectId);
  const transition = await tx.deployments.moveGroup(group.id, OPEN, to, { stateReason: reason });
  if (transition === undefined) return false;
  for (const deployment of await tx.deployments.listByGroup(group.id)) {
    const left = await tx.deployments.move(deployment.id, ["queued"], "cancelled");
    if (left !== undefined) await recordDeployment(tx, deployment, doer, left);
  }
  await recordGroup(tx, group, doer, { verb: to, transition, ...(reason !== "" && { data: { reason } }) });
  await tx.leases.release(leaseOf(group.projectId), group.id);
  if (to === "success") await lockRolledBack(tx, group);
  await reportToSource(tx, group, deps);
  await tellDeployment(tx, group.id, deps);
  await startNext(tx, group.projectId, deps);
  return true;
}

/** What a group comes to when none of its servers has anything left to do. */
export function judge(
  group: DeploymentGroupRecord,
  deployments: readonly (DeploymentRecord & { readonly name: string })[],
): { readonly to: End; readonly reason: string } {
  const failed = deployments.find(({ state }) => ["failed", "timed_out", "unknown"].includes(state));
  if (failed !== undefined) return { to: "failed", reason: sayWhere(group, deployments) };
  const isWhole = deployments.every(({ state }) => state === "success");
  if (isWhole) return { to: "success", reason: "" };
  return { to: "cancelled", reason: `${group.stateReason} ${sayWhere(group, deployments)}`.trim() };
}

/** Which server has which commit now: "web-1 has 1a2b3c4. web-2 failed. web-3 was left at 5d6e7f8." */
function sayWhere(
  { noop, sha }: DeploymentGroupRecord,
  deployments: readonly (DeploymentRecord & { readonly name: string })[],
): string {
  if (noop) return "Nothing was changed on any server.";
  return deployments.map((deployment) => sayOne(deployment, sha)).join(" ");
}

function sayOne(
  { name, state, previousSha }: DeploymentRecord & { readonly name: string },
  sha: string,
): string {
  const before = previousSha === "" ? "nothing of it" : shortSha(previousSha);
  switch (state) {
    case "success":
      return `${name} has ${shortSha(sha)}.`;
    case "queued":
    case "pending_approval":
      return `${name} was not touched and has ${before}.`;
    case "cancelled":
      return `${name} was not finished and has ${before}.`;
    case "failed":
    case "timed_out":
      return `${name} failed; its current release is still ${before}.`;
    case "executing":
    case "cancelling":
    case "unknown":
      return `What ${name} has is not known; before it had ${before}.`;
  }
}
