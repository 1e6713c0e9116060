import { z } from "zod";
import type { ServiceAccount } from "../../adapters/services/contract/index.ts";
import type {
  ConversationRecord,
  Reads,
  ServiceConnectionRecord,
  ServiceOwner,
} from "../../adapters/store/contract/index.ts";
import { ITEM_SERVICES, type ItemService, type KeyReading } from "../../core/items/keys.ts";
import { parseItemPattern, type ItemPattern } from "../../core/items/pattern.ts";
import type { Deps } from "./deps.ts";

/** A connection whose sight of items may be shown in a conversation. */
export interface ItemSource extends KeyReading {
  readonly connection: ServiceConnectionRecord;
  readonly account: ServiceAccount;
  /** Only items of these projects; of all where undefined. */
  readonly follows?: ReadonlySet<string>;
}

const MOST_FOLLOWED = 100;
const Followed = z.object({ connectionId: z.string() });

/**
 * Whose services a conversation's cards may ask: those of the team that it is linked to; in a 1:1 chat the person's own, then
 * those of their team in force; and whatever somebody had it told of by `notify`, for those projects alone. Nobody's own
 * connection speaks to others without their having asked for it: a title of a pull request is anybody's to write.
 */
export async function listSources(
  conversation: ConversationRecord,
  deps: Deps,
  reads: Reads,
): Promise<readonly ItemSource[]> {
  const owners = await listOwners(conversation, deps, reads);
  const all =
    owners.length === 0 ? [] : await reads.serviceConnections.listByOwners(owners.map(({ key }) => key));
  // In the order of the owners: what is nearer comes first.
  const owned = owners.flatMap(({ key, pattern }) =>
    all
      .filter(({ ownerType, ownerId }) => ownerType === key.ownerType && ownerId === key.ownerId)
      .map((connection) => ({ connection, ...(pattern !== undefined && { pattern }) })),
  );
  const seen = new Set(owned.map(({ connection }) => connection.id));
  const followed = await listFollowed(conversation.id, seen, reads);
  const sources: ItemSource[] = [];
  for (const source of [...owned, ...followed]) {
    const service = findItemService(source.connection.provider);
    const account = service && (await deps.findAccount(source.connection, reads));
    if (service !== undefined && account !== undefined) sources.push({ ...source, service, account });
  }
  return sources;
}

export function findItemService(provider: string): ItemService | undefined {
  return ITEM_SERVICES.find((service) => service === provider);
}

interface Owner {
  readonly key: ServiceOwner;
  readonly pattern?: ItemPattern;
}

async function listOwners(
  conversation: ConversationRecord,
  deps: Deps,
  reads: Reads,
): Promise<readonly Owner[]> {
  if (conversation.type !== "personal") return toTeamOwners(conversation.ploystTeamId, reads);
  const userId = await findPerson(conversation, deps, reads);
  if (userId === undefined) return [];
  const standing = await deps.findStanding(userId, conversation.id, reads);
  const team = standing.kind === "in" ? await toTeamOwners(standing.team.id, reads) : [];
  return [{ key: { ownerType: "user", ownerId: userId } }, ...team];
}

async function toTeamOwners(teamId: string, reads: Reads): Promise<readonly Owner[]> {
  const team = teamId === "" ? undefined : await reads.teams.find(teamId);
  if (team === undefined || team.deletedAt !== undefined) return [];
  const pattern = team.itemPattern === "" ? undefined : parseItemPattern(team.itemPattern);
  return [{ key: { ownerType: "team", ownerId: team.id }, ...(pattern !== undefined && { pattern }) }];
}

/** Whose 1:1 chat it is: whoever subscribed there, if it is theirs still. */
async function findPerson(
  { id, channelId, teamId }: ConversationRecord,
  { clientAppId }: Deps,
  reads: Reads,
): Promise<string | undefined> {
  const [subscription] = await reads.subscriptions.listForChannel(clientAppId, channelId, teamId);
  if (subscription === undefined) return undefined;
  const connected = await reads.githubUsers.find(subscription.chatOpsUsersId);
  const user = connected && (await reads.users.find(connected.userId));
  return user?.state === "active" && user.personalConversationId === id ? user.id : undefined;
}

async function listFollowed(
  conversationId: string,
  seen: ReadonlySet<string>,
  reads: Reads,
): Promise<
  readonly { readonly connection: ServiceConnectionRecord; readonly follows: ReadonlySet<string> }[]
> {
  const rows = await reads.notifications.listByConversation(conversationId, { limit: MOST_FOLLOWED });
  const keys = new Map<string, Set<string>>();
  for (const { source, sourceKey, settings, state } of rows) {
    const id = Followed.safeParse(settings).data?.connectionId ?? "";
    if (state !== "active" || findItemService(source) === undefined || id === "" || seen.has(id)) continue;
    keys.set(id, (keys.get(id) ?? new Set()).add(sourceKey));
  }
  const found = [];
  for (const [id, follows] of keys) {
    const connection = await reads.serviceConnections.find(id);
    if (connection !== undefined) found.push({ connection, follows });
  }
  return found;
}
