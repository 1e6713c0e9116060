import type {
  DeploymentApprovalRecord,
  DeploymentGroupRecord,
  DeploymentGroupState,
  DeploymentRecord,
  DeploymentState,
} from "../contract/index.ts";
import { isOpenDeployment } from "../../../core/deployment-states.ts";
import { readObject } from "../json-text.ts";
import type { deploymentApprovals } from "../models/deployment-approvals.ts";
import type { deploymentGroups } from "../models/deployment-groups.ts";
import type { deployments } from "../models/deployments.ts";
import type { RowIn } from "../table-definition.ts";

type GroupRow = Omit<RowIn<typeof deploymentGroups>, "updatedAt">;
type DeploymentRow = Omit<
  RowIn<typeof deployments>,
  "masked" | "currentKey" | "outputPrunedAt" | "createdAt" | "updatedAt"
>;
type ApprovalRow = Pick<
  RowIn<typeof deploymentApprovals>,
  "groupId" | "userId" | "decision" | "reason" | "createdAt"
>;

export function toGroupRecord(row: GroupRow): DeploymentGroupRecord {
  const { id, teamId, projectId, number, ref, sha, previousSha, requestedBy, conversationId } = row;
  const { threadRootId, plan, noop, rollbackOf, approvalsNeeded, state, stateReason } = row;
  const { ghDeploymentId, confirmedAt, expiresAt, startedAt, endedAt, createdAt } = row;
  return {
    ...{ id, teamId, projectId, number, ref, sha, previousSha, requestedBy, conversationId },
    ...{ threadRootId, plan: readObject(plan), noop, rollbackOf, approvalsNeeded, state, stateReason },
    ...{ ghDeploymentId, confirmedAt },
    ...(expiresAt !== null && { expiresAt }),
    ...(startedAt !== null && { startedAt }),
    ...(endedAt !== null && { endedAt }),
    createdAt,
  };
}

export function toDeploymentRecord(row: DeploymentRow): DeploymentRecord {
  const { id, groupId, teamId, projectId, serverId, position, script, state, exitcode } = row;
  const { previousSha, lastError, logOffset, step, startedAt, endedAt } = row;
  return {
    ...{ id, groupId, teamId, projectId, serverId, position, script, state },
    ...(exitcode !== null && { exitcode }),
    ...{ previousSha, lastError, logOffset, step },
    ...(startedAt !== null && { startedAt }),
    ...(endedAt !== null && { endedAt }),
  };
}

export function toApprovalRecord(row: ApprovalRow): DeploymentApprovalRecord {
  const { groupId, userId, decision, reason, createdAt } = row;
  return { groupId, userId, decision, reason, at: createdAt };
}

type State = DeploymentGroupState | DeploymentState;
const UNSTARTED: readonly State[] = ["pending_approval", "queued"];

export function isEnd(state: State): boolean {
  return !isOpenDeployment(state);
}

/** The times that a move itself sets. */
export function timesOf(
  from: State,
  to: State,
  now: Date,
): { readonly startedAt?: Date; readonly endedAt?: Date | null } {
  if (isEnd(to)) return { endedAt: now };
  return to === "executing" && UNSTARTED.includes(from)
    ? { startedAt: now, endedAt: null }
    : { endedAt: null };
}
