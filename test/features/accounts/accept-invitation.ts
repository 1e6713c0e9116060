import type { AcceptInvitation } from "../../../src/features/accounts/web/activation.ts";

/** Accepts an invitation by the store's transitions alone. */
export const acceptInvitation: AcceptInvitation = async (tx, invitation, by) => {
  const states = await tx.teamInvitations.accept(invitation.id);
  if (states === undefined) return false;
  const { teamId } = invitation;
  const event = { actorType: "user", actorId: by.id, tenantId: by.tenantId, teamId } as const;
  await tx.events.record({
    ...event,
    ...{ entityType: "team_invitation", entityId: invitation.id, verb: "accepted", ...states },
  });
  const member = await tx.teamMembers.findByUser(teamId, by.id);
  const accepted = member && (await tx.teamMembers.accept(member.id));
  if (member === undefined || accepted === undefined) return true;
  const membership = { ...event, entityType: "team_member", entityId: member.id };
  await tx.events.record({ ...membership, verb: "accepted", ...accepted });
  if (by.aadObjectId === "") return true;
  const active = await tx.teamMembers.activate(member.id);
  if (active !== undefined) await tx.events.record({ ...membership, verb: "active", ...active });
  return true;
};
