import type { Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../core/clock.ts";
import { ConnectorFailure, type ConversationMember } from "../../core/connector.ts";
import type { Mention } from "../../core/conversation.ts";
import { faults } from "../../core/errors.ts";
import { findOnlyMention, isSameTenant } from "../../core/mentioned-person.ts";
import { hashOf } from "../../core/secret.ts";
import { toLine } from "../../core/plain-text.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import type { Inviting } from "./invite-deps.ts";

/** A person whom Teams knows, mentioned where they are. */
export interface MentionedPerson extends ConversationMember {
  readonly mention: Mention;
}

/** Asks Teams whom the mention means: a member of this conversation, of its own organization, and no guest. */
export async function getMentioned(
  { mentions, place: { reference } }: Pick<TurnContext, "mentions" | "place">,
  { findMember }: Pick<Inviting, "findMember">,
): Promise<MentionedPerson> {
  const mention = findOnlyMention(mentions);
  if (mention === undefined) throw faults.INVITATION_NOT_MENTIONED();
  const member = await findMember(reference, mention.id).catch((error: unknown) => {
    throw error instanceof ConnectorFailure ? faults.TEAMS_UNREACHABLE({ cause: error }) : error;
  });
  const isOwn = member !== undefined && !member.isGuest && isSameTenant(member.tenantId, reference.tenantId);
  if (!isOwn || member.aadObjectId === "") throw faults.INVITATION_NOT_A_MEMBER();
  return { ...member, mention };
}

/** The row of who was mentioned, made if they have never spoken to the bot. Who was shut out stays out. */
export async function ensureMentioned(
  tx: Transaction,
  { mention, aadObjectId, displayName }: MentionedPerson,
  { place: { reference } }: TurnContext,
): Promise<UserRecord> {
  const name = toLine(displayName === "" ? mention.name : displayName, 100);
  const { tenantId } = reference;
  const user = await tx.users.ensure({ tenantId, teamsUserId: mention.id, aadObjectId, displayName: name });
  if (user.state !== "active") throw faults.INVITATION_NOT_A_MEMBER();
  return user;
}

/** Who has proved to read that address, else who was invited to it before, else a new person. */
export async function ensureByEmail(
  tx: Transaction,
  turn: TurnContext,
  { email, surname }: { readonly email: string; readonly surname: string },
  { clock }: Pick<Inviting, "clock">,
): Promise<UserRecord> {
  const { tenantId } = turn.place.reference;
  await holdAddress(tx, `${tenantId}/${email}`, turn, clock.now());
  const known = await tx.users.findByEmail(tenantId, email);
  return known ?? tx.users.createUnlinked({ tenantId, email, surname }, turn.actor.userId);
}

/** Two who invite one new address at the same moment must not make two people: the later one is asked to try again. */
async function holdAddress(
  tx: Transaction,
  address: string,
  { jobId }: Pick<Turn<unknown>, "jobId">,
  now: Date,
): Promise<void> {
  // A few thousand rows in all, whatever is invited; that two addresses share one costs nothing.
  const name = `invite/${hashOf(address).slice(0, 2)}`;
  const held = await tx.leases.acquire(name, jobId, now, addMilliseconds(now, MINUTE));
  if (held === undefined) throw faults.STORE_BUSY();
  await tx.leases.release(name, jobId);
}
