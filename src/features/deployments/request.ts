import type {
  DeploymentGroupRecord,
  DeploymentRecord,
  ProjectRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { addMilliseconds, HOUR } from "../../core/clock.ts";
import type { JsonObject } from "../../core/json.ts";
import { toProjectSettings } from "../../core/project-settings.ts";
import type { TurnContext } from "../../core/turn.ts";
import { EXPIRY_JOB } from "./expiry-job.ts";
import type { TellDeps } from "./deps.ts";
import { byActor } from "../../core/doer.ts";
import { recordGroup } from "./history.ts";
import { tellDeployment } from "./tell.ts";
import { startNext } from "./turns.ts";

/** How long others may take to approve. */
export const APPROVAL_HOURS = 24;

/** What was agreed to. */
export interface Agreed {
  readonly project: ProjectRecord;
  readonly ref: string;
  readonly sha: string;
  readonly previousSha: string;
  readonly servers: readonly { readonly id: string; readonly from: string }[];
  readonly noop: boolean;
  readonly rollbackOf: string;
  readonly plan: JsonObject;
}

/**
 * Writes a deployment down, with its card, its event and what begins it: to be called with the project held, in the
 * transaction that answers. Whoever tries without changing anything needs nobody's approval.
 */
export async function requestDeployment(
  tx: Transaction,
  turn: TurnContext,
  agreed: Agreed,
  deps: TellDeps,
): Promise<{ readonly group: DeploymentGroupRecord; readonly deployments: readonly DeploymentRecord[] }> {
  const { project, servers, ...of } = agreed;
  const { approvals } = toProjectSettings(project.settings);
  const approvalsNeeded = of.noop ? 0 : approvals;
  const { script, teamId } = project;
  const { conversationId, reference } = turn.place;
  const expiresAt = addMilliseconds(deps.clock.now(), APPROVAL_HOURS * HOUR);
  const made = await tx.deployments.create({
    ...of,
    ...{ teamId, projectId: project.id, requestedBy: turn.actor.userId },
    ...{ conversationId, threadRootId: reference.threadRootId ?? "", approvalsNeeded },
    ...(approvalsNeeded === 0
      ? { state: "queued" as const }
      : { state: "pending_approval" as const, expiresAt }),
    servers: servers.map(({ id, from }) => ({ serverId: id, script, previousSha: from })),
  });
  const { group } = made;
  await recordGroup(tx, group, byActor(turn), {
    verb: "requested",
    data: { servers: servers.length, approvalsNeeded },
  });
  if (approvalsNeeded > 0)
    await tx.jobs.create({ kind: EXPIRY_JOB, targetId: group.id, runAfter: expiresAt });
  else await startNext(tx, project.id, deps);
  await tellDeployment(tx, group.id, deps);
  return made;
}
