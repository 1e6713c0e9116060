import { ConnectorFailure, type PostingPlace } from "./connector.ts";
import type { ConversationReference, Mention } from "./conversation.ts";
import { faults } from "./errors.ts";

/** Asks Teams for a member of a conversation; undefined when they are none. Throws ConnectorFailure. */
export type FindMember = (
  place: PostingPlace,
  teamsUserId: string,
) => Promise<{ readonly tenantId: string; readonly isGuest: boolean } | undefined>;

/** The one person whom a message mentions, however often; undefined for none and for several. */
export function findOnlyMention(mentions: readonly Mention[]): Mention | undefined {
  const [mention, another] = new Map(mentions.map((one) => [one.id, one])).values();
  return another === undefined ? mention : undefined;
}

/**
 * Only Teams knows whom a mention means: is that a member of the conversation, of its own organization, and no guest?
 * Throws TEAMS_UNREACHABLE.
 */
export async function isMemberHere(
  reference: ConversationReference,
  teamsUserId: string,
  findMember: FindMember,
): Promise<boolean> {
  try {
    const member = await findMember(reference, teamsUserId);
    return member !== undefined && !member.isGuest && isSameTenant(member.tenantId, reference.tenantId);
  } catch (error) {
    if (error instanceof ConnectorFailure) throw faults.TEAMS_UNREACHABLE({ cause: error });
    throw error;
  }
}

/** Entra tenant ids are GUIDs, which come in either case. */
export function isSameTenant(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
