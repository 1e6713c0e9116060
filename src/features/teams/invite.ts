import type { TeamInvitationRecord, Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY, MINUTE } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { may } from "../../core/permission.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { hashOf, newSecret } from "../../core/secret.ts";
import type { TeamRole } from "../../core/team.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import { readRole, toGrant, type Invitee } from "./invite-arguments.ts";
import type { InvitationDeps, Inviting } from "./invite-deps.ts";
import { recordInvitation, type Doer } from "./invite-events.ts";
import { ensureRegistration, openMembership, type Grant, type InvitingTeam } from "./invite-membership.ts";
import { placeOf } from "./invite-place.ts";
import { ensureByEmail, ensureMentioned, getMentioned } from "./invite-recipient.ts";
import { sendInvitation } from "./invite-send.ts";
import { toTyped, toUtc } from "./invite-words.ts";
import { nameOf, readPerson } from "./person.ts";

const LASTS_MS = DAY;
/** Invitations of one team that wait for an answer: somebody's script must not write to half the world. */
const MOST_PENDING = 100;

/** Whom an invitation is for, as far as the command tells. */
interface Asked {
  readonly role: TeamRole;
  /** `''` for who was mentioned. */
  readonly email: string;
  readonly surname: string;
  /** How to name them to `invitation resend`. */
  readonly again: string;
  readonly findRecipient: (tx: Transaction) => Promise<UserRecord>;
}

/** `team invite <email> <surname> [role]` and `team invite @person [role]` */
export async function invite(
  turn: Turn<{ readonly whom: Invitee }>,
  { invitations: deps }: InvitationDeps,
): Promise<Reply> {
  const team = getInvitingTeam(turn);
  const asked = await readAsked(turn, deps);
  refuseRole(turn, toGrant(asked.role), asked.role);
  return deps.store.transaction(async (tx) => {
    const recipient = await asked.findRecipient(tx);
    const text = await inviteIn(tx, turn, { team, asked, recipient }, deps);
    return deps.record(tx, turn, reply.text(text));
  });
}

/** In the order of the document: user, membership, registration, and what tells the person of it. */
async function inviteIn(
  tx: Transaction,
  turn: TurnContext,
  { team, asked, recipient }: { team: InvitingTeam; asked: Asked; recipient: UserRecord },
  deps: Inviting,
): Promise<string> {
  const { email, surname, again, role } = asked;
  const doer = doerOf(turn);
  await openMembership(tx, team, recipient, { grant: toGrant(role), again, now: deps.clock.now(), doer });
  if (recipient.aadObjectId === "") await ensureRegistration(tx, team, recipient, { email }, doer);
  await refuseTooMany(tx, team, email, deps);
  const { token, ...secret } = newToken(deps);
  const invitation = await tx.teamInvitations.create({
    ...{ teamId: team.id, creatorId: turn.actor.userId, recipientId: recipient.id, email, surname },
    ...{ ...secret, ...placeOf(turn.place) },
  });
  if (invitation === undefined) throw faults.STORE_BUSY();
  const states = { toState: invitation.state };
  await recordInvitation(tx, invitation, team, doer, { verb: "created", states, data: { role } });
  const how = await sendInvitation(tx, { invitation, token, team, recipient, turn, doer }, deps);
  const as = role === "member" ? "" : ` as ${role}`;
  const who = email === "" ? nameOf(recipient) : `${escapeMarkdown(surname)} (${escapeMarkdown(email)})`;
  return `✅ ${who} is invited to team ${escapeMarkdown(team.name)}${as}. ${how} ${untilWhen(invitation, again)}`;
}

/** A new token with the time that it is good for; what is kept of it is the hash. */
export function newToken({ clock }: Pick<Inviting, "clock">): {
  readonly token: string;
  readonly tokenHash: string;
  readonly expiresAt: Date;
} {
  const token = newSecret();
  return { token, tokenHash: hashOf(token), expiresAt: addMilliseconds(clock.now(), LASTS_MS) };
}

/** Throws INVITATION_JUST_SENT when it was made, or made anew, less than a minute ago. */
export function refuseHaste({ expiresAt }: Pick<TeamInvitationRecord, "expiresAt">, now: Date): void {
  if (addMilliseconds(expiresAt, MINUTE - LASTS_MS) > now) throw faults.INVITATION_JUST_SENT();
}

/** Until when it can be answered, and what to do meanwhile. */
export function untilWhen({ expiresAt }: Pick<TeamInvitationRecord, "expiresAt">, again: string): string {
  return `They can accept until ${toUtc(expiresAt)}. \`invitation resend ${again}\` sends it again, \`invitation revoke ${again}\` takes it back.`;
}

export function getInvitingTeam({ actor, place }: TurnContext): InvitingTeam {
  if (actor.team === undefined) throw faults.TEAM_NONE();
  return { id: actor.team.id, tenantId: place.reference.tenantId, name: actor.team.name };
}

export function doerOf({ actor, jobId }: TurnContext): Doer {
  return { actorType: "user", actorId: actor.userId, correlationId: jobId };
}

/** More than a plain member is for the team's administrators to give. */
export function refuseRole({ actor }: TurnContext, grant: Grant, role: string): void {
  if (grant.role === "user" && grant.permissions.length === 0) return;
  if (may("team.admin", actor)) return;
  throw faults.INVITATION_ROLE_REFUSED({ role, team: escapeMarkdown(actor.team?.name ?? "") });
}

async function readAsked(turn: Turn<{ readonly whom: Invitee }>, deps: Inviting): Promise<Asked> {
  const { whom } = turn.args;
  if (whom.kind === "mail") {
    const { email, surname, role } = whom;
    const findRecipient: Asked["findRecipient"] = (tx) => ensureByEmail(tx, turn, { email, surname }, deps);
    return { role, email, surname, again: toTyped(email), findRecipient };
  }
  if (turn.mentions.length === 0) throw faults.INVITATION_NOT_MENTIONED();
  const { rest } = readPerson(turn, whom.words, "team invite @Jon Park");
  const role = readRole(rest);
  const person = await getMentioned(turn, deps);
  const again = `@${toTyped(person.mention.name)}`;
  return { role, email: "", surname: "", again, findRecipient: (tx) => ensureMentioned(tx, person, turn) };
}

/** Nobody's mailbox is filled by inviting and taking back in turns. */
async function refuseTooMany(
  tx: Transaction,
  { id, name }: InvitingTeam,
  email: string,
  { clock }: Inviting,
): Promise<void> {
  const latest = email === "" ? undefined : await tx.teamInvitations.findLatestByEmail(id, email);
  if (latest !== undefined) refuseHaste(latest, clock.now());
  const pending = await tx.teamInvitations.listPendingByTeam(id, { limit: MOST_PENDING });
  if (pending.length < MOST_PENDING) return;
  throw faults.INVITATION_TOO_MANY({ most: MOST_PENDING, team: escapeMarkdown(name) });
}
