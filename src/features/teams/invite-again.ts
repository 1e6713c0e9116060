import type {
  TeamInvitationRecord,
  TeamMemberRecord,
  Transaction,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { doerOf, getInvitingTeam, newToken, refuseHaste, refuseRole, untilWhen } from "./invite.ts";
import { toGiven, type Named } from "./invite-arguments.ts";
import { isStillOffered } from "./invite-accept.ts";
import type { InvitationDeps, Inviting } from "./invite-deps.ts";
import { endInvitation } from "./invite-end.ts";
import { recordInvitation } from "./invite-events.ts";
import { reopenMembership, type InvitingTeam } from "./invite-membership.ts";
import { placeOf } from "./invite-place.ts";
import { sendInvitation } from "./invite-send.ts";
import { toTyped } from "./invite-words.ts";
import { nameOf, readPerson } from "./person.ts";

type NamedTurn = Turn<{ readonly whom: Named }>;

/** An invitation of the team in force, with its person. */
interface Found {
  readonly invitation: TeamInvitationRecord;
  readonly recipient: UserRecord;
  /** What they are called, as Markdown. */
  readonly who: string;
  readonly again: string;
}

/** `invitation resend <email>` or `@person`: a new link for another 24 hours; the earlier one opens nothing any more. */
export async function resendInvitation(
  turn: NamedTurn,
  { invitations: deps }: InvitationDeps,
): Promise<Reply> {
  const team = getInvitingTeam(turn);
  return deps.store.transaction(async (tx) => {
    const found = await getInvitation(tx, turn, team);
    await renewMembership(tx, turn, team, found, deps);
    const { invitation, recipient, who, again } = found;
    refuseHaste(invitation, deps.clock.now());
    const { token, ...secret } = newToken(deps);
    const states = await tx.teamInvitations.resend(invitation.id, { ...secret, ...placeOf(turn.place) });
    if (states === undefined) throw endedFault(found, team);
    const doer = doerOf(turn);
    await recordInvitation(tx, invitation, team, doer, { verb: "updated", states });
    const renewed = { ...invitation, ...secret, ...states, state: states.toState };
    const how = await sendInvitation(tx, { invitation: renewed, token, team, recipient, turn, doer }, deps);
    const text = `✅ The invitation of ${who} to team ${escapeMarkdown(team.name)} goes out again. ${how} ${untilWhen(renewed, again)}`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** `invitation revoke <email>` or `@person` */
export async function revokeInvitation(
  turn: NamedTurn,
  { invitations: deps }: InvitationDeps,
): Promise<Reply> {
  const team = getInvitingTeam(turn);
  return deps.store.transaction(async (tx) => {
    const found = await getInvitation(tx, turn, team);
    const isEnded = await endInvitation(tx, found.invitation, team, "revoke", doerOf(turn));
    if (!isEnded) throw endedFault(found, team);
    const text = `✅ The invitation of ${found.who} to team ${escapeMarkdown(team.name)} is taken back; its link and its buttons do nothing any more.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

async function getInvitation(tx: Transaction, turn: NamedTurn, team: InvitingTeam): Promise<Found> {
  const { whom } = turn.args;
  const found =
    whom.kind === "mail" ? await findByEmail(tx, team, whom.email) : await findMentioned(tx, turn, team);
  const recipient = found.invitation && (await tx.users.find(found.invitation.recipientId));
  if (found.invitation === undefined || recipient === undefined)
    throw faults.INVITATION_UNKNOWN({ given: toGiven(found.given), team: escapeMarkdown(team.name) });
  const { invitation } = found;
  const who = invitation.email === "" ? nameOf(recipient) : escapeMarkdown(invitation.email);
  return { invitation, recipient, who, again: toTyped(found.given) };
}

interface Sought {
  readonly invitation: TeamInvitationRecord | undefined;
  readonly given: string;
}

async function findByEmail(tx: Transaction, { id }: InvitingTeam, email: string): Promise<Sought> {
  return { invitation: await tx.teamInvitations.findLatestByEmail(id, email), given: email };
}

async function findMentioned(
  tx: Transaction,
  turn: NamedTurn,
  { id, tenantId }: InvitingTeam,
): Promise<Sought> {
  const words = turn.args.whom.kind === "mention" ? turn.args.whom.words : [];
  const { person, rest } = readPerson(turn, words, "invitation resend @Jon Park");
  if (person.kind !== "mention" || rest.length > 0) throw faults.INVITATION_NOT_MENTIONED();
  const user = await tx.users.findByTeamsUser(tenantId, person.teamsUserId);
  const invitation = user && (await tx.teamInvitations.findPendingByRecipient(id, user.id));
  return { invitation, given: `@${person.name}` };
}

/** Whose membership expired with the invitation waits again; who is in the team, or was removed, gets no second letter. */
async function renewMembership(
  tx: Transaction,
  turn: NamedTurn,
  team: InvitingTeam,
  found: Found,
  deps: Inviting,
): Promise<void> {
  const member = await tx.teamMembers.findByUser(team.id, found.invitation.recipientId);
  refuseMember(member, team, found);
  if (member === undefined || member.state === "withdrawn") throw endedFault(found, team);
  if (!(await isStillOffered(tx, found.invitation, member, deps)))
    throw faults.INVITATION_ORPHANED({ who: found.who, team: escapeMarkdown(team.name) });
  const { role, permissions } = member;
  refuseRole(turn, { role, permissions }, role === "admin" ? "admin" : "deployer");
  if (member.state === "expired")
    await reopenMembership(tx, team, member, { role, permissions }, doerOf(turn));
}

function refuseMember(member: TeamMemberRecord | undefined, team: InvitingTeam, { who }: Found): void {
  const names = { who, team: escapeMarkdown(team.name) };
  if (member?.state === "active") throw faults.INVITATION_MEMBER(names);
  if (member?.state === "accepted") throw faults.INVITATION_ACCEPTED(names);
}

function endedFault({ invitation, who }: Found, team: InvitingTeam): Error {
  const how = invitation.state === "revoked" ? "taken back" : invitation.state;
  return faults.INVITATION_ENDED({ who, team: escapeMarkdown(team.name), how });
}
