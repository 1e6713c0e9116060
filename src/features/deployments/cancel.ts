import type { DeploymentGroupRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn, TurnContext } from "../../core/turn.ts";
import type { Deps, TellDeps } from "./deps.ts";
import { endGroup } from "./end-group.ts";
import { endWaiting } from "./end-waiting.ts";
import { getGroup, getOwn } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";
import { recordDeployment, recordGroup } from "./history.ts";
import { tellDeployment } from "./tell.ts";
import { isEnded, sayKind, sayName, toKept } from "./words.ts";

type CancelTurn = Turn<{ readonly which: number }>;

/** What is at work is asked about: its script is ended in the middle. What isn't, is simply taken back. */
export async function askCancel(turn: CancelTurn, deps: Deps): Promise<ConfirmationRequest | undefined> {
  const { group, project } = await deps.store.read(async (reads) => {
    const found = await getGroup(turn.args.which, turn.actor, reads);
    return { group: found, project: await reads.projects.find(found.projectId) };
  });
  return toQuestion(group, project?.name ?? "");
}

/** The same for the button of its card: it does at once what needs no question. */
export async function pressCancel(turn: TurnContext, groupId: string, deps: Deps): Promise<Reply> {
  const { group, project } = await deps.store.read(async (reads) => {
    const found = await getOwn(groupId, turn, reads);
    return { group: found, project: await reads.projects.find(found.projectId) };
  });
  const question = toQuestion(group, project?.name ?? "");
  if (question !== undefined)
    return deps.askConfirmation(turn, `deployment cancel ${String(group.number)}`, question);
  return deps.store.transaction(async (tx) => {
    const now = await getOwn(groupId, turn, tx);
    // It was begun at this moment: then it is asked about.
    if (now.state === "executing") throw faults.STORE_BUSY();
    return deps.record(tx, turn, reply.toAsker({ text: await cancelGroup(tx, turn, now, deps) }));
  });
}

function toQuestion(group: DeploymentGroupRecord, project: string): ConfirmationRequest | undefined {
  if (group.state !== "executing") return undefined;
  return {
    question: `Cancel ${sayKind(group).toLowerCase()} #${String(group.number)} of **${sayName(project)}**? Its script is ended in the middle; servers that have the commit already keep it.`,
    label: "Cancel it",
    target: { group: group.id },
  };
}

/** `deployment cancel <n>` */
export function cancel(turn: CancelTurn, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const group = await getGroup(turn.args.which, turn.actor, tx);
    return deps.record(tx, turn, reply.text(await cancelGroup(tx, turn, group, deps)));
  });
}

/** Cancels a deployment in whatever state it is; answers what that means for it. Throws DEPLOYMENT_ENDED. */
export async function cancelGroup(
  tx: Transaction,
  turn: TurnContext,
  group: DeploymentGroupRecord,
  deps: TellDeps,
): Promise<string> {
  const what = `${sayKind(group)} #${String(group.number)}`;
  const doer = byActor(turn);
  const reason = toKept(`Cancelled by ${turn.actor.person.displayName}.`);
  if (isEnded(group) || group.state === "cancelling") throw sayEnded(group);
  if (group.state === "pending_approval") {
    if (!(await endWaiting(tx, group, { to: "cancelled", reason, doer }, deps))) throw faults.STORE_BUSY();
    return `✅ ${what} is cancelled. Nothing of it was begun.`;
  }
  if (group.state === "queued") {
    if (!(await endGroup(tx, group, { to: "cancelled", reason, doer }, deps))) throw faults.STORE_BUSY();
    return `✅ ${what} is cancelled. Nothing of it was begun.`;
  }
  // The next server's part begins with the project held: either it is seen below, or it sees the cancellation.
  await tx.projects.hold(group.projectId);
  const transition = await tx.deployments.moveGroup(group.id, ["executing"], "cancelling", {
    stateReason: reason,
  });
  if (transition === undefined) throw faults.STORE_BUSY();
  await recordGroup(tx, group, doer, { verb: "cancelling", transition });
  for (const deployment of await tx.deployments.listByGroup(group.id)) {
    const moved = await tx.deployments.move(deployment.id, ["executing"], "cancelling");
    if (moved !== undefined) await recordDeployment(tx, deployment, doer, moved);
  }
  await tellDeployment(tx, group.id, deps);
  return `🟠 ${what} is being cancelled: its script is ended. Its card tells what became of it.`;
}

function sayEnded({ number, state }: DeploymentGroupRecord): ReturnType<typeof faults.DEPLOYMENT_ENDED> {
  const said =
    state === "cancelling" ? "is being cancelled already" : `ended: ${DEPLOYMENT_STATE_WORDS[state]}`;
  return faults.DEPLOYMENT_ENDED({ number: String(number), state: said });
}
