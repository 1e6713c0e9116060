import { HOUR, type Clock } from "../core/clock.ts";
import {
  ConnectorFailure,
  type ChatConnector,
  type ConversationMember,
  type PostingPlace,
} from "../core/connector.ts";
import type { ChatPerson } from "../core/conversation.ts";
import { faults } from "../core/errors.ts";
import type { Place } from "../core/turn.ts";

export interface OutsiderDeps {
  readonly connector: {
    readonly findMember: (
      ...asked: Parameters<ChatConnector["findMember"]>
    ) => Promise<Pick<ConversationMember, "tenantId" | "isGuest"> | undefined>;
  };
  /** Lower case; undefined: everybody on this machine is local. */
  readonly allowedTenants: ReadonlySet<string> | undefined;
  readonly clock: Clock;
}

const REMEMBER_MS = HOUR;
const MOST_REMEMBERED = 10_000;

interface Remembered {
  readonly isOutsider: boolean;
  readonly until: number;
}

/**
 * Guests and people of other tenants. The roster is asked at most once an hour a person and conversation;
 * when it cannot be asked the answer is an error, not a yes. Throws TEAMS_UNREACHABLE.
 */
export function createOutsiderCheck(
  deps: OutsiderDeps,
): (place: Place, person: ChatPerson) => Promise<boolean> {
  const known = new Map<string, Remembered>();
  return async (place, person) => {
    const { allowedTenants } = deps;
    if (allowedTenants === undefined) return false;
    if (!allowedTenants.has(person.tenantId.toLowerCase())) return true;
    const key = `${place.reference.channelId} ${person.teamsUserId}`;
    const now = deps.clock.now().getTime();
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > now) return remembered.isOutsider;
    const isOutsider = await askRoster(place.reference, person, allowedTenants, deps.connector);
    known.delete(key);
    known.set(key, { isOutsider, until: now + REMEMBER_MS });
    for (const oldest of known.keys()) {
      if (known.size <= MOST_REMEMBERED) break;
      known.delete(oldest);
    }
    return isOutsider;
  };
}

async function askRoster(
  place: PostingPlace,
  person: ChatPerson,
  allowedTenants: ReadonlySet<string>,
  connector: OutsiderDeps["connector"],
): Promise<boolean> {
  try {
    const member = await connector.findMember(place, person.teamsUserId);
    // An activity doesn't always name its sender's tenant, and a shared channel has members of several.
    return member === undefined || member.isGuest || !allowedTenants.has(member.tenantId.toLowerCase());
  } catch (error) {
    if (error instanceof ConnectorFailure) throw faults.TEAMS_UNREACHABLE({ cause: error });
    throw error;
  }
}
