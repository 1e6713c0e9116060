import type {
  ApprovalDecision,
  DeploymentGroupRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import type { Decision } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { endWaiting } from "./end-waiting.ts";
import { getGroup } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { recordGroup } from "./history.ts";
import { tellDeployment } from "./tell.ts";
import { startNext } from "./turns.ts";
import { recordDeployment } from "./history.ts";
import { sayKind, toKept } from "./words.ts";

/** `deployment approve|deny <n> [reason]` */
export function decide(
  turn: Turn<{ readonly what: Decision }>,
  decision: ApprovalDecision,
  deps: Deps,
): Promise<Reply> {
  const { number, reason } = turn.args.what;
  return deps.store.transaction(async (tx) => {
    const group = await getGroup(number, turn.actor, tx);
    const text = await decideOn(tx, turn, group, { decision, reason }, deps);
    return deps.record(tx, turn, reply.text(text));
  });
}

/**
 * One person's word on a deployment; answers what it means. The last approval that was needed lets it begin, one denial ends
 * it. Throws DEPLOYMENT_NOT_WAITING, DEPLOYMENT_OWN, DEPLOYMENT_DECIDED.
 */
export async function decideOn(
  tx: Transaction,
  turn: TurnContext,
  { id }: Pick<DeploymentGroupRecord, "id">,
  { decision, reason }: { readonly decision: ApprovalDecision; readonly reason: string },
  deps: Deps,
): Promise<string> {
  const group = await getWaiting(tx, id, turn, deps);
  const { userId } = turn.actor;
  if (!(await tx.deployments.decide({ groupId: id, userId, decision, reason })))
    throw faults.DEPLOYMENT_DECIDED({ number: String(group.number) });
  const what = `${sayKind(group)} #${String(group.number)}`;
  const doer = byActor(turn);
  if (decision === "denied") {
    const by = `Denied by ${turn.actor.person.displayName}`;
    const why = reason === "" ? `${by}.` : `${by}: ${reason}`;
    await endWaiting(tx, group, { to: "denied", reason: toKept(why), doer }, deps);
    return `⛔ ${what} is denied. Nothing of it was begun.`;
  }
  await recordGroup(tx, group, doer, { verb: "approved", ...(reason !== "" && { data: { reason } }) });
  const given = (await tx.deployments.listApprovals(id)).filter((one) => one.decision === "approved").length;
  const left = group.approvalsNeeded - given;
  if (left <= 0) await release(tx, turn, group);
  await tellDeployment(tx, id, deps);
  if (left > 0) return `✅ ${what} is approved by you. It needs ${String(left)} more.`;
  await startNext(tx, group.projectId, deps);
  return `✅ ${what} is approved. Its card tells how it goes.`;
}

/** Holds the project: whoever ends another deployment of it meanwhile sees this one. */
async function getWaiting(
  tx: Transaction,
  id: string,
  { actor }: TurnContext,
  { clock }: Deps,
): Promise<DeploymentGroupRecord> {
  const seen = await tx.deployments.findGroup(id);
  if (seen !== undefined) await tx.projects.hold(seen.projectId);
  const group = await tx.deployments.findGroup(id);
  const number = String(group?.number ?? 0);
  const isWaiting =
    group?.state === "pending_approval" && (group.expiresAt === undefined || group.expiresAt > clock.now());
  if (!isWaiting) throw faults.DEPLOYMENT_NOT_WAITING({ number });
  if (group.requestedBy === actor.userId) throw faults.DEPLOYMENT_OWN({ number });
  return group;
}

/** pending_approval -> queued */
async function release(tx: Transaction, turn: TurnContext, group: DeploymentGroupRecord): Promise<void> {
  const transition = await tx.deployments.moveGroup(group.id, ["pending_approval"], "queued");
  if (transition === undefined) throw faults.STORE_BUSY();
  await recordGroup(tx, group, byActor(turn), { verb: "queued", transition });
  for (const deployment of await tx.deployments.listByGroup(group.id)) {
    const moved = await tx.deployments.move(deployment.id, ["pending_approval"], "queued");
    if (moved !== undefined) await recordDeployment(tx, deployment, byActor(turn), moved);
  }
}
