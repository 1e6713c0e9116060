import type {
  TeamInvitationRecord,
  TeamMemberRecord,
  TeamRecord,
  Transaction,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { JoiningDeps } from "./invite-deps.ts";
import { recordInvitation, recordMember, type Doer } from "./invite-events.ts";
import { toPlace } from "./invite-place.ts";
import { reopenAccount } from "./reopen-account.ts";
import { nameOf } from "./person.ts";

/**
 * Accepts an invitation for its recipient: the membership becomes accepted, and active at once for who is known in
 * Teams; who isn't becomes active with `account link`. Whoever invited is told. False when the invitation was no longer
 * pending. Throws INVITATION_EXPIRED, INVITATION_TEAM_GONE, INVITATION_INVITER_GONE and INVITATION_REVOKED; nothing may
 * be committed then.
 */
export async function acceptInvitation(
  tx: Transaction,
  invitation: TeamInvitationRecord,
  by: UserRecord,
  deps: JoiningDeps,
  correlationId?: string,
): Promise<boolean> {
  const team = await getLivingTeam(tx, invitation);
  const doer = {
    actorType: "user",
    actorId: by.id,
    ...(correlationId !== undefined && { correlationId }),
  } as const;
  if (invitation.expiresAt <= deps.clock.now()) throw faults.INVITATION_EXPIRED(named(team));
  const states = await tx.teamInvitations.accept(invitation.id);
  if (states === undefined) return false;
  await recordInvitation(tx, invitation, team, doer, { verb: "accepted", states });
  const member = await tx.teamMembers.findByUser(team.id, invitation.recipientId);
  // Somebody removed the membership, which was to come, while the invitation was under way.
  if (member === undefined || member.state === "withdrawn") throw faults.INVITATION_REVOKED(named(team));
  if (!(await isStillOffered(tx, invitation, member, deps)))
    throw faults.INVITATION_INVITER_GONE(named(team));
  await acceptMembership(tx, member, team, doer);
  if (by.aadObjectId !== "") {
    await reopenAccount(tx, by, team, doer);
    await activateMembership(tx, member, team, by, doer, deps);
  }
  await deps.tell(tx, toPlace(invitation), { text: toNews(by, team) });
  return true;
}

/** The team, unless it was deleted. */
export async function getLivingTeam(tx: Transaction, { teamId }: TeamInvitationRecord): Promise<TeamRecord> {
  const team = await tx.teams.find(teamId);
  if (team === undefined || team.deletedAt !== undefined)
    throw faults.INVITATION_TEAM_GONE({ team: escapeMarkdown(team?.name ?? "that") });
  return team;
}

/** Why an invitation can't be answered any more, to its recipient; undefined while it can. */
export function whyEnded(
  { state, expiresAt }: TeamInvitationRecord,
  team: Pick<TeamRecord, "name">,
  now: Date,
): Fault | undefined {
  switch (state) {
    case "accepted":
      return faults.INVITATION_USED(named(team));
    case "declined":
      return faults.INVITATION_DECLINED(named(team));
    case "revoked":
      return faults.INVITATION_REVOKED(named(team));
    case "expired":
      return faults.INVITATION_EXPIRED(named(team));
    case "pending":
      return expiresAt <= now ? faults.INVITATION_EXPIRED(named(team)) : undefined;
  }
}

/** Is what was offered still the inviter's to give? Who was removed lets nobody in. */
export async function isStillOffered(
  tx: Transaction,
  { creatorId, teamId }: TeamInvitationRecord,
  member: TeamMemberRecord,
  { isAdministrator }: Pick<JoiningDeps, "isAdministrator">,
): Promise<boolean> {
  const creator = await tx.users.find(creatorId);
  const inviter = await tx.teamMembers.findByUser(teamId, creatorId);
  if (creator?.state !== "active" || inviter?.state !== "active") return false;
  return inviter.role !== "user" || isAdministrator(creator) || mayGive(inviter, member);
}

function mayGive(inviter: TeamMemberRecord, member: TeamMemberRecord): boolean {
  const isPlain = member.role === "user" && member.permissions.length === 0;
  return isPlain && inviter.permissions.includes("invitation.create");
}

async function acceptMembership(
  tx: Transaction,
  member: TeamMemberRecord,
  team: TeamRecord,
  doer: Doer,
): Promise<void> {
  const states = await tx.teamMembers.accept(member.id);
  if (states !== undefined) await recordMember(tx, member, team, doer, { verb: "accepted", states });
}

async function activateMembership(
  tx: Transaction,
  member: TeamMemberRecord,
  team: TeamRecord,
  by: UserRecord,
  doer: Doer,
  { onMembershipChanged }: JoiningDeps,
): Promise<void> {
  const states = await tx.teamMembers.activate(member.id);
  if (states === undefined) return;
  await recordMember(tx, member, team, doer, { verb: "active", states });
  await onMembershipChanged(tx, { ...member, state: states.toState });
  if (by.currentTeamId !== "") return;
  await tx.users.setCurrentTeam(by.id, team.id);
  await tx.events.record({
    ...doer,
    ...{ entityType: "user", entityId: by.id, tenantId: team.tenantId, teamId: team.id },
    ...{ verb: "team_chosen", data: { before: "" } },
  });
}

function toNews(by: UserRecord, team: TeamRecord): string {
  const [who, where] = [nameOf(by), escapeMarkdown(team.name)];
  if (by.aadObjectId !== "") return `✅ ${who} accepted the invitation and is in team ${where} now.`;
  return `✅ ${who} (${escapeMarkdown(by.email)}) accepted the invitation to team ${where}, and is in it as soon as they have said \`account link\` in Teams.`;
}

function named({ name }: Pick<TeamRecord, "name">): { readonly team: string } {
  return { team: escapeMarkdown(name) };
}
