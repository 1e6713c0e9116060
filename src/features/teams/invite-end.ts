import type { TeamInvitationRecord, TeamRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { recordInvitation, recordMember, recordRegistration, type Doer } from "./invite-events.ts";

/** Every way in which an invitation ends without anybody joining. */
export type Ending = "decline" | "revoke" | "expire";

const VERBS = { decline: "declined", revoke: "revoked", expire: "expired" } as const;

/**
 * Ends a pending invitation, the membership that was to come of it, and the account that waits for nothing else. False,
 * with nothing changed, when it had ended before.
 */
export async function endInvitation(
  tx: Transaction,
  invitation: TeamInvitationRecord,
  team: Pick<TeamRecord, "id" | "tenantId">,
  ending: Ending,
  doer: Doer,
): Promise<boolean> {
  const states = await tx.teamInvitations[ending](invitation.id);
  if (states === undefined) return false;
  await recordInvitation(tx, invitation, team, doer, { verb: VERBS[ending], states });
  await endMembership(tx, invitation, team, ending, doer);
  await endRegistration(tx, invitation, team, ending, doer);
  return true;
}

async function endMembership(
  tx: Transaction,
  { recipientId }: TeamInvitationRecord,
  team: Pick<TeamRecord, "id" | "tenantId">,
  ending: Ending,
  doer: Doer,
): Promise<void> {
  const member = await tx.teamMembers.findByUser(team.id, recipientId);
  // Who came in another way stays in.
  if (member === undefined || (member.state !== "created" && member.state !== "invited")) return;
  const states =
    ending === "expire" ? await tx.teamMembers.expire(member.id) : await tx.teamMembers.withdraw(member.id);
  if (states === undefined) return;
  await recordMember(tx, member, team, doer, { verb: states.toState, states });
}

async function endRegistration(
  tx: Transaction,
  { recipientId }: TeamInvitationRecord,
  team: Pick<TeamRecord, "id" | "tenantId">,
  ending: Ending,
  doer: Doer,
): Promise<void> {
  const registration = await tx.registrations.findByUser(recipientId);
  if (registration === undefined) return;
  if (registration.state !== "created" && registration.state !== "invited") return;
  const others = await tx.teamInvitations.listPendingByRecipient(recipientId, { limit: 1 });
  if (others.length > 0) return;
  const { id } = registration;
  const states =
    ending === "expire" ? await tx.registrations.expire(id) : await tx.registrations.withdraw(id);
  if (states === undefined) return;
  await recordRegistration(tx, id, team, doer, { verb: states.toState, states });
}
