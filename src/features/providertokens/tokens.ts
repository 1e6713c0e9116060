import type {
  NewEvent,
  ProviderTokenRecord,
  Reads,
  TeamMemberRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";

/** A membership that tokens are kept with; its team hears of what becomes of them. */
export type TokenMember = Pick<TeamMemberRecord, "id" | "teamId">;

export interface NewToken {
  readonly cloudId: string;
  /** The header or field that the token belongs into. */
  readonly key: string;
  readonly value: string;
  readonly expiresAt: Date;
}

type Who = Pick<NewEvent, "actorType" | "actorId" | "tenantId" | "correlationId">;
type ExpiryTransaction = Pick<Transaction, "providerTokens" | "events">;

const MOST_AT_ONCE = 500;

/** Keeps, sealed, what a cloud gave a member for a login. Events: issued, refreshed; never the value. */
export async function keepToken(
  tx: ExpiryTransaction,
  member: TokenMember,
  token: NewToken,
  who: Who,
): Promise<ProviderTokenRecord> {
  const kept = await tx.providerTokens.save({ ...token, teamMemberId: member.id });
  await tx.events.record({
    ...toEvent(kept, member.teamId, who),
    verb: kept.state,
    toState: kept.state,
    data: { key: kept.key, cloudId: kept.cloudId, expiresAt: kept.expiresAt.toISOString() },
  });
  return kept;
}

/** The opened token of a member for a cloud; undefined when there is none, or its time is over. */
export async function findToken(
  reads: Pick<Reads, "providerTokens">,
  member: Pick<TokenMember, "id">,
  { cloudId, key }: Pick<NewToken, "cloudId" | "key">,
): Promise<string | undefined> {
  const kept = await reads.providerTokens.find(member.id, cloudId, key);
  return kept && reads.providerTokens.findValue(kept.id);
}

/** Ends one token: its time is over, or the cloud refused it. False when it had ended before. */
export async function expireToken(
  tx: ExpiryTransaction,
  token: ProviderTokenRecord,
  teamId: string,
  who: Who,
): Promise<boolean> {
  const transition = await tx.providerTokens.expire(token.id);
  if (transition === undefined) return false;
  await tx.events.record({
    ...toEvent(token, teamId, who),
    verb: "expired",
    ...transition,
    data: { key: token.key, cloudId: token.cloudId },
  });
  return true;
}

/** Ends what a membership kept: who left a team must not be logged in with what they had there. */
export async function expireTokensOf(
  tx: ExpiryTransaction & Pick<Transaction, "teams">,
  member: TokenMember,
): Promise<void> {
  const living = await tx.providerTokens.listLiving(member.id, MOST_AT_ONCE);
  if (living.length === 0) return;
  const who = await byItself(tx, member.teamId);
  for (const token of living) await expireToken(tx, token, member.teamId, who);
}

/** Ends those whose time is over, the oldest first; answers how many. */
export async function expireDueTokens(
  tx: ExpiryTransaction & Pick<Transaction, "teamMembers" | "teams">,
  now: Date,
  limit: number,
): Promise<number> {
  const due = await tx.providerTokens.listDueForExpiry(now, limit);
  for (const token of due) {
    const teamId = (await tx.teamMembers.find(token.teamMemberId))?.teamId ?? "";
    await expireToken(tx, token, teamId, await byItself(tx, teamId));
  }
  return due.length;
}

/** In the events of the organization whose team it is. */
async function byItself({ teams }: Pick<Transaction, "teams">, teamId: string): Promise<Who> {
  const team = await teams.find(teamId);
  return { actorType: "component", actorId: "provider-tokens", tenantId: team?.tenantId ?? "" };
}

function toEvent(
  { id }: ProviderTokenRecord,
  teamId: string,
  who: Who,
): Pick<NewEvent, "entityType" | "entityId" | "teamId"> & Who {
  return { ...who, teamId, entityType: "provider_token", entityId: id };
}
