import type { Reads, Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toMemberEvent } from "./history.ts";
import { endInvitation } from "./invite-end.ts";
import { findUser, nameOf, readPerson, sayPerson } from "./person.ts";

/** A person whom a command names, whichever teams they are in. */
export interface FoundPerson {
  /** Undefined: nobody here is known by that. */
  readonly user: UserRecord | undefined;
  /** How to call them, as Markdown. */
  readonly name: string;
}

/** Throws TEAM_PERSON_MISSING; `example` shows how to say it. */
export async function findPerson(
  reads: Pick<Reads, "users">,
  turn: TurnContext,
  words: readonly string[],
  example: string,
): Promise<FoundPerson> {
  const { person, rest } = readPerson(turn, words, example);
  if (rest.length > 0) throw faults.TEAM_PERSON_MISSING({ example });
  const user = await findUser(reads, turn.actor.person.tenantId, person);
  return { user, name: user === undefined ? sayPerson(person, user) : nameOf(user) };
}

const AT_ONCE = 100;

/**
 * Revokes what invites a person and ends what they are a member of, in deleted teams, too: those may come back. They own no living
 * team: that was looked at before.
 */
export async function endMembershipsOf(
  tx: Transaction,
  turn: TurnContext,
  { id: userId }: Pick<UserRecord, "id">,
  { onMembershipChanged }: Pick<TeamDeps["teams"], "onMembershipChanged">,
): Promise<void> {
  await revokeInvitations(tx, turn, userId);
  const living = await tx.teams.listForUser(userId, ["created", "invited", "accepted", "active"]);
  for (const { team, member } of [...living, ...(await tx.teams.listDeletedForUser(userId))]) {
    const { id } = member;
    const isLiving = team.deletedAt === undefined;
    const transition = await (isLiving
      ? tx.teamMembers.withdraw(id)
      : tx.teamMembers.withdrawFromDeleted(id));
    if (transition === undefined) throw faults.TEAM_CHANGED();
    const data = { role: member.role, powers: member.permissions };
    await tx.events.record(toMemberEvent(turn, member, { verb: "withdrawn", ...transition, data }));
    await onMembershipChanged(tx, { ...member, state: transition.toState });
  }
  await tx.users.setCurrentTeam(userId, "");
}

/** Whoever holds the link of an invitation must not come in by it after all. */
async function revokeInvitations(
  tx: Transaction,
  { actor, jobId }: TurnContext,
  userId: string,
): Promise<void> {
  const doer = { actorType: "user", actorId: actor.userId, correlationId: jobId } as const;
  for (;;) {
    const pending = await tx.teamInvitations.listPendingByRecipient(userId, { limit: AT_ONCE });
    for (const invitation of pending) {
      const team = { id: invitation.teamId, tenantId: actor.person.tenantId };
      if (!(await endInvitation(tx, invitation, team, "revoke", doer))) throw faults.TEAM_CHANGED();
    }
    if (pending.length < AT_ONCE) return;
  }
}
