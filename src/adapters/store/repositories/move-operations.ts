import { anyOf, inParts } from "../batches.ts";
import { deploymentApprovals } from "../models/deployment-approvals.ts";
import { deploymentGroups } from "../models/deployment-groups.ts";
import { projects } from "../models/projects.ts";
import { servers } from "../models/servers.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

/** Gives what a user asked for, locked and decided to another. */
export async function moveOperations(session: Session, fromId: string, toId: string): Promise<void> {
  await session.table(servers).update({ requestedBy: fromId }, { requestedBy: toId });
  await session.table(projects).update({ lockedBy: fromId }, { lockedBy: toId });
  await session.table(deploymentGroups).update({ requestedBy: fromId }, { requestedBy: toId });
  await moveApprovals(session, fromId, toId);
  await dropOwnApprovals(session, toId);
}

async function moveApprovals(session: Session, fromId: string, toId: string): Promise<void> {
  const table = session.table(deploymentApprovals);
  const own = new Map((await table.listAll({ userId: toId })).map((each) => [each.groupId, each]));
  const doubles: string[] = [];
  for (const approval of await table.listAll({ userId: fromId })) {
    const double = own.get(approval.groupId);
    if (double !== undefined) doubles.push(weakerOf(double, approval).id);
  }
  for (const ids of inParts(doubles)) await table.delete({ id: anyOf(ids) });
  await table.update({ userId: fromId }, { userId: toId });
}

type Approval = RowIn<typeof deploymentApprovals>;

/** One person has one voice: a no counts more than a yes, and else what was there before. */
function weakerOf(own: Approval, other: Approval): Approval {
  return own.decision === "approved" && other.decision === "denied" ? own : other;
}

/** Nobody approves what they asked for: while a group waits, what became their own approval goes. */
async function dropOwnApprovals(session: Session, userId: string): Promise<void> {
  const waiting = await session
    .table(deploymentGroups)
    .listAll({ requestedBy: userId, state: "pending_approval" });
  for (const part of inParts(waiting.map(({ id }) => id)))
    await session.table(deploymentApprovals).delete({ groupId: anyOf(part), userId, decision: "approved" });
}
