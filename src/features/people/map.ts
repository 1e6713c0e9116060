import type { KnownPerson, MappedPerson } from "../../adapters/store/contract/index.ts";
import type { Mention } from "../../core/conversation.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { findOnlyMention, isMemberHere } from "../../core/mentioned-person.ts";
import { toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import type { PeopleDeps } from "./deps.ts";

/** Lines of one list. */
const MOST_SHOWN = 50;

/** `people map <login> @person` */
export async function mapPerson(turn: Turn<{ login: string }>, { people: deps }: PeopleDeps): Promise<Reply> {
  const mention = await getPerson(turn, deps);
  const { tenantId } = turn.place.reference;
  const { login: ghLogin } = turn.args;
  const displayName = toLine(mention.name, 100);
  return deps.store.transaction(async (tx) => {
    const person = { tenantId, ghLogin, teamsUserId: mention.id, displayName };
    const { before, after } = await tx.people.map({ ...person, mappedBy: turn.actor.userId });
    await tx.events.record(toEvent(turn, after, "mapped", before?.teamsUserId ?? ""));
    const isSame = before === undefined || before.teamsUserId === after.teamsUserId;
    const note = isSame ? "" : ` Until now it was ${escapeMarkdown(before.displayName)}.`;
    const text = `✅ @${escapeMarkdown(ghLogin)} is ${escapeMarkdown(displayName)}: conversations that they are in mention them when GitHub asks for them.${note}`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** `people unmap <login>` */
export async function unmapPerson(
  turn: Turn<{ login: string }>,
  { people: deps }: PeopleDeps,
): Promise<Reply> {
  const login = escapeMarkdown(turn.args.login);
  return deps.store.transaction(async (tx) => {
    const gone = await tx.people.unmap(turn.place.reference.tenantId, turn.args.login);
    if (gone === undefined) throw faults.LOGIN_NOT_MAPPED({ login });
    await tx.events.record(toEvent(turn, gone, "unmapped", gone.teamsUserId));
    const text = `✅ @${login} is no longer ${escapeMarkdown(gone.displayName)}. Who signed in with that account is still mentioned.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** `people list` */
export async function listPeople(turn: Turn<unknown>, { people: deps }: PeopleDeps): Promise<Reply> {
  const { tenantId } = turn.place.reference;
  const { mapped, connected } = await deps.store.read(async (reads) => ({
    mapped: await reads.people.listMapped(tenantId, MOST_SHOWN + 1),
    connected: await reads.people.listConnected(deps.clientAppId, tenantId, MOST_SHOWN + 1),
  }));
  if (mapped.length === 0 && connected.length === 0)
    return reply.toAsker({
      text: "Nobody is known yet. People become known when they sign in; map others with `people map octocat @Mona Lisa`.",
    });
  const messages = [
    ...toMessage("**Mapped by administrators**", mapped),
    ...toMessage("**Signed in**", connected),
  ];
  return reply.toAsker(...messages);
}

function toMessage(
  heading: string,
  people: readonly Pick<KnownPerson, "ghLogin" | "displayName">[],
): readonly { readonly text: string }[] {
  if (people.length === 0) return [];
  const lines = people
    .slice(0, MOST_SHOWN)
    .map(
      ({ ghLogin, displayName }) =>
        `- @${escapeMarkdown(ghLogin)}: ${escapeMarkdown(toLine(displayName, 100))}`,
    );
  const more = people.length > MOST_SHOWN ? ["- and more"] : [];
  return [{ text: [heading, ...lines, ...more].join("\n") }];
}

async function getPerson({ mentions, place }: TurnContext, deps: PeopleDeps["people"]): Promise<Mention> {
  const mention = findOnlyMention(mentions);
  if (mention === undefined) throw faults.PERSON_NOT_MENTIONED();
  if (await isMemberHere(place.reference, mention.id, deps.findMember)) return mention;
  throw faults.PERSON_NOT_HERE();
}

function toEvent(
  { actor }: TurnContext,
  { id, tenantId, ghLogin, teamsUserId }: MappedPerson,
  verb: "mapped" | "unmapped",
  before: string,
) {
  return {
    actorType: "user",
    actorId: actor.userId,
    tenantId,
    entityType: "github_person",
    entityId: id,
    verb,
    data: { login: ghLogin, teamsUserId, before },
  } as const;
}
