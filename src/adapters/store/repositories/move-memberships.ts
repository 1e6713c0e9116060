import type { MemberRole, MemberState } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { readNames, writeJson } from "../json-text.ts";
import { providerTokens } from "../models/provider-tokens.ts";
import { teamInvitations } from "../models/team-invitations.ts";
import { teamMembers } from "../models/team-members.ts";
import { teams } from "../models/teams.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

type Member = RowIn<typeof teamMembers>;

// From the least to the most.
const STATES: readonly MemberState[] = ["withdrawn", "expired", "created", "invited", "accepted", "active"];
const ROLES: readonly MemberRole[] = ["user", "admin", "owner"];

/** Gives a user's memberships, teams and invitations to another; who is in a team twice stays once, as the more. */
export async function moveMemberships(session: Session, fromId: string, toId: string): Promise<void> {
  const table = session.table(teamMembers);
  const moved = await table.listAll({ userId: fromId });
  const own = new Map((await table.listAll({ userId: toId })).map((member) => [member.teamId, member]));
  const doubles: string[] = [];
  for (const member of moved) {
    const double = own.get(member.teamId);
    if (double === undefined) continue;
    await table.update({ id: double.id }, joined(double, member));
    doubles.push(member.id);
  }
  for (const ids of inParts(doubles)) {
    // What a cloud gave to the membership that goes: the person logs in to it again.
    await session.table(providerTokens).delete({ teamMemberId: anyOf(ids) });
    await table.delete({ id: anyOf(ids) });
  }
  await table.update({ userId: fromId }, { userId: toId });
  await session.table(teams).update({ ownerId: fromId }, { ownerId: toId });
  await moveInvitations(session, fromId, toId);
}

function joined(some: Member, other: Member): Pick<Member, "state" | "role" | "permissions"> {
  const order = STATES.indexOf(some.state) - STATES.indexOf(other.state);
  if (order !== 0) {
    const { state, role, permissions } = order > 0 ? some : other;
    return { state, role, permissions };
  }
  const role = ROLES.indexOf(some.role) > ROLES.indexOf(other.role) ? some.role : other.role;
  const permissions = new Set([...readNames(some.permissions), ...readNames(other.permissions)]);
  return { state: some.state, role, permissions: writeJson([...permissions]) };
}

async function moveInvitations(session: Session, fromId: string, toId: string): Promise<void> {
  const table = session.table(teamInvitations);
  const pending = await table.listAll({ recipientId: fromId, state: "pending" });
  const own = new Set(
    (await table.listAll({ recipientId: toId, state: "pending" })).map(({ teamId }) => teamId),
  );
  const revokedAt = session.clock.now();
  for (const { id, teamId } of pending) {
    // Of two invitations to one team the later address's is superfluous.
    const change = own.has(teamId)
      ? ({ state: "revoked", revokedAt, liveKey: id } as const)
      : { liveKey: `${teamId}/${toId}` };
    await table.update({ id }, change);
  }
  await table.update({ recipientId: fromId }, { recipientId: toId });
  await table.update({ creatorId: fromId }, { creatorId: toId });
}
