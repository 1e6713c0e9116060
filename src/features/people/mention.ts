import type { ConversationRecord, KnownPerson, Store } from "../../adapters/store/contract/index.ts";
import { HOUR, MINUTE, type Clock } from "../../core/clock.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import type { NamedAccount } from "../../core/github-mentions.ts";
import type { Log } from "../../core/log.ts";
import { withoutInvisible } from "../../core/markdown.ts";
import { isSameTenant, type FindMember } from "../../core/mentioned-person.ts";
import type { MentionText } from "../../core/message.ts";

/** People that one message mentions. */
const MOST_MENTIONED = 5;
/** Questions to Teams about members, for all conversations of one event together; whom it isn't asked about isn't mentioned. */
const MOST_QUESTIONS = 200;
const CONCURRENCY = 10;
const REMEMBER_MS = HOUR;
/** How long Teams is left alone after it didn't answer: messages must not wait for it one by one. */
const REST_MS = MINUTE;
const MOST_REMEMBERED = 10_000;
const NAME_LENGTH = 60;

export interface MentionDeps {
  readonly store: Pick<Store, "read">;
  readonly clientAppId: string;
  readonly findMember: FindMember;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whom a message may mention in each of these conversations, for GitHub accounts that it is meant for. */
export type FindMentioned = (
  accounts: readonly NamedAccount[],
  conversationIds: readonly string[],
) => Promise<ReadonlyMap<string, readonly MentionText[]>>;

/**
 * Only members of the conversation, of its own organization, who didn't switch it off. Teams is asked about members at
 * most once an hour; where it doesn't answer nobody is mentioned: the message is worth more than the mention.
 */
export function createFindMentioned(deps: MentionDeps): FindMentioned {
  const isMember = createMemberCheck(deps);
  return async (accounts, conversationIds) => {
    const known = await listWilling(accounts, deps);
    if (known.length === 0) return new Map();
    const conversations = await deps.store.read((reads) => reads.conversations.listByIds(conversationIds));
    const wanted = conversations
      .filter(({ type }) => type !== "personal")
      .flatMap((conversation) =>
        choose(accounts, known, conversation).map((person) => ({ conversation, person })),
      )
      .slice(0, MOST_QUESTIONS);
    const found = new Map<string, MentionText[]>();
    const members = await mapConcurrently(wanted, CONCURRENCY, ({ conversation, person }) =>
      isMember(conversation, person.teamsUserId),
    );
    wanted.forEach(({ conversation, person }, index) => {
      if (members[index] !== true) return;
      const mentions = found.get(conversation.id) ?? [];
      found.set(conversation.id, [...mentions, toMention(person)]);
    });
    return found;
  };
}

async function listWilling(
  accounts: readonly NamedAccount[],
  { store, clientAppId }: MentionDeps,
): Promise<readonly KnownPerson[]> {
  const ids = accounts.flatMap(({ id }) => id ?? []);
  const logins = accounts.map(({ login }) => login.toLowerCase());
  return store.read(async (reads) => {
    const known = await reads.people.listKnown({ clientAppId, ids, logins });
    if (known.length === 0) return [];
    const unwilling = await reads.alerts.listUnpinged(known.map(({ teamsUserId }) => teamsUserId));
    return known.filter(({ teamsUserId }) => !unwilling.has(teamsUserId));
  });
}

/** One Teams user for each account, in the accounts' order, of the conversation's organization; a sign-in wins over a map. */
function choose(
  accounts: readonly NamedAccount[],
  known: readonly KnownPerson[],
  { tenantId }: ConversationRecord,
): readonly KnownPerson[] {
  const here = known.filter((person) => isSameTenant(person.tenantId, tenantId));
  const chosen = accounts.flatMap((account) => {
    const fitting = here.filter((person) => isOf(person, account));
    return fitting.find(({ source }) => source === "signin") ?? fitting[0] ?? [];
  });
  return [...new Map(chosen.map((person) => [person.teamsUserId, person])).values()].slice(0, MOST_MENTIONED);
}

/** GitHub's id, where both have one, is who they are; a login can change hands. */
function isOf(person: KnownPerson, { id, login }: NamedAccount): boolean {
  if (id !== undefined && person.ghUserId !== "") return person.ghUserId === id;
  return person.ghLogin.toLowerCase() === login.toLowerCase();
}

/** A name stands in the text and in the mention, letter for letter: nothing in it may mean something to Markdown or HTML. */
function toMention({ teamsUserId, displayName, ghLogin }: KnownPerson): MentionText {
  const name = withoutInvisible(displayName)
    .replace(/[^\p{L}\p{M}\p{N} .,'()-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const shown = Array.from(name).slice(0, NAME_LENGTH).join("").trim();
  return { id: teamsUserId, name: shown === "" ? ghLogin : shown };
}

function createMemberCheck({
  findMember,
  clock,
  log,
}: MentionDeps): (conversation: ConversationRecord, teamsUserId: string) => Promise<boolean> {
  const known = new Map<string, { readonly isMember: boolean; readonly until: number }>();
  let restsUntil = 0;
  return async (conversation, teamsUserId) => {
    const key = `${conversation.channelId} ${teamsUserId}`;
    const now = clock.now().getTime();
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > now) return remembered.isMember;
    if (restsUntil > now) return false;
    try {
      const member = await findMember(conversation, teamsUserId);
      const isMember =
        member !== undefined && !member.isGuest && isSameTenant(member.tenantId, conversation.tenantId);
      known.delete(key);
      known.set(key, { isMember, until: now + REMEMBER_MS });
      for (const oldest of known.keys()) {
        if (known.size <= MOST_REMEMBERED) break;
        known.delete(oldest);
      }
      return isMember;
    } catch (error) {
      restsUntil = now + REST_MS;
      log.info({ conversation: conversation.id, error }, "could not ask who may be mentioned");
      return false;
    }
  };
}
