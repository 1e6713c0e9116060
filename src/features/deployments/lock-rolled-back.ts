import type { DeploymentGroupRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { byItself } from "./history.ts";
import { recordLock } from "./lock-history.ts";
import { shortSha } from "./words.ts";

/** After a rollback nobody deploys what was undone by accident: the project is locked, in the transaction of the success. */
export async function lockRolledBack(tx: Transaction, group: DeploymentGroupRecord): Promise<void> {
  if (group.rollbackOf === "" || group.noop) return;
  const { projectId: id, requestedBy: by, previousSha, sha, number } = group;
  const from = previousSha === "" ? "" : ` from ${shortSha(previousSha)}`;
  const reason = `rolled back${from} to ${shortSha(sha)} by #${String(number)}`;
  if (!(await tx.projects.lock(id, { by, reason }))) return;
  const project = await tx.projects.find(id);
  if (project !== undefined) await recordLock(tx, project, byItself(group), "locked", { reason });
}
