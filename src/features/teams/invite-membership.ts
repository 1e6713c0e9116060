import type {
  TeamInvitationRecord,
  TeamMemberRecord,
  Transaction,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { endInvitation } from "./invite-end.ts";
import { recordMember, recordRegistration, type Doer } from "./invite-events.ts";
import { nameOf } from "./person.ts";

export type Grant = Pick<TeamMemberRecord, "role" | "permissions">;

/** A team as events name it, and as people do. */
export interface InvitingTeam {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
}

/**
 * The membership that an invitation is about, created or opened again. Throws INVITATION_MEMBER, INVITATION_ACCEPTED and
 * INVITATION_PENDING (`again`: how to name the person to `invitation resend`).
 */
export async function openMembership(
  tx: Transaction,
  team: InvitingTeam,
  user: UserRecord,
  opening: { readonly grant: Grant; readonly again: string; readonly now: Date; readonly doer: Doer },
): Promise<void> {
  const { grant, again, now, doer } = opening;
  const names = { who: nameOf(user), team: escapeMarkdown(team.name) };
  const pending = await tx.teamInvitations.findPendingByRecipient(team.id, user.id);
  if (pending !== undefined && pending.expiresAt > now) throw faults.INVITATION_PENDING({ ...names, again });
  // Its time is over, only nobody has swept it up yet.
  if (pending !== undefined) await endInvitation(tx, pending, team, "expire", doer);
  const known = await tx.teamMembers.findByUser(team.id, user.id);
  if (known === undefined) return createMembership(tx, team, user, grant, doer);
  if (known.state === "active") throw faults.INVITATION_MEMBER(names);
  if (known.state === "accepted") throw faults.INVITATION_ACCEPTED(names);
  await reopenMembership(tx, team, known, grant, doer);
}

/** A membership whose invitation has ended waits again, as what it is to be now. */
export async function reopenMembership(
  tx: Transaction,
  team: InvitingTeam,
  known: TeamMemberRecord,
  grant: Grant,
  doer: Doer,
): Promise<void> {
  const isOpen = known.state === "created" || known.state === "invited";
  const expired = isOpen ? await tx.teamMembers.expire(known.id) : undefined;
  if (expired !== undefined) await recordMember(tx, known, team, doer, { verb: "expired", states: expired });
  const states = await tx.teamMembers.reopen(known.id, grant);
  if (states === undefined) throw faults.STORE_BUSY();
  await recordMember(tx, known, team, doer, { verb: "created", states, data: { ...grant } });
}

/** The account that somebody gets who isn't known in Teams; who has one keeps it. */
export async function ensureRegistration(
  tx: Transaction,
  team: InvitingTeam,
  user: UserRecord,
  { email }: Pick<TeamInvitationRecord, "email">,
  doer: Doer,
): Promise<void> {
  if ((await tx.registrations.findByUser(user.id)) !== undefined) return;
  const made = await tx.registrations.create({
    userId: user.id,
    tenantId: user.tenantId,
    emailAddress: email,
  });
  if (made === undefined) throw faults.STORE_BUSY();
  await recordRegistration(tx, made.id, team, doer, { verb: "created", states: { toState: made.state } });
}

async function createMembership(
  tx: Transaction,
  team: InvitingTeam,
  user: UserRecord,
  grant: Grant,
  doer: Doer,
): Promise<void> {
  const made = await tx.teamMembers.create({ teamId: team.id, userId: user.id, ...grant });
  if (made === undefined) throw faults.STORE_BUSY();
  const states = { toState: made.state };
  await recordMember(tx, made, team, doer, { verb: "created", states, data: { ...grant } });
}
