import type { TeamInvitationRecord, TeamRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { recordInvitation, recordMember, recordRegistration, type Doer } from "./invite-events.ts";

/** How it reached the person; `hand`: whoever invited was given what to hand over. */
export type SentBy = "mail" | "teams" | "hand";

/** The invitation went out: it, its membership and the account that waits for it say so. */
export async function recordSent(
  tx: Transaction,
  invitation: TeamInvitationRecord,
  team: Pick<TeamRecord, "id" | "tenantId">,
  by: SentBy,
  doer: Doer,
): Promise<void> {
  await tx.teamInvitations.markSent(invitation.id);
  await recordInvitation(tx, invitation, team, doer, { verb: "sent", data: { by } });
  const member = await tx.teamMembers.findByUser(team.id, invitation.recipientId);
  const states = member && (await tx.teamMembers.invite(member.id));
  if (member !== undefined && states !== undefined)
    await recordMember(tx, member, team, doer, { verb: "invited", states });
  await inviteRegistration(tx, invitation, team, doer);
}

async function inviteRegistration(
  tx: Transaction,
  { recipientId }: TeamInvitationRecord,
  team: Pick<TeamRecord, "id" | "tenantId">,
  doer: Doer,
): Promise<void> {
  const registration = await tx.registrations.findByUser(recipientId);
  if (registration === undefined || registration.state === "invited") return;
  const states = await tx.registrations.invite(registration.id);
  if (states !== undefined)
    await recordRegistration(tx, registration.id, team, doer, { verb: "invited", states });
}
