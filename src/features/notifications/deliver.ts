import { createHash } from "node:crypto";
import type {
  CardRecord,
  MatchedSubscription,
  OutboxBody,
  OutboxMessage,
  Store,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import type { Happening } from "../../core/happening.ts";
import type { NamedAccount } from "../../core/github-mentions.ts";
import type { CardRenderer, MentionText } from "../../core/message.ts";
import { isAtLeast, type RepositoryRole } from "../../core/repository-role.ts";
import {
  hasLapsed,
  hear,
  listCreators,
  listHearing,
  listToCheck,
  toAudiences,
  type Audience,
  type Creator,
  type Hearing,
} from "./match.ts";
import type { PositiveCache } from "./positive-cache.ts";
import { planOccasion, type Plan, type Render, type Rendering } from "./plan.ts";

const CONVERSATIONS_PER_TRANSACTION = 50;
const TRIES = 5;

export interface DeliverDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  /** May this subscription carry what a private repository says? Asked outside transactions. */
  readonly mayHear: (subscription: MatchedSubscription, repositoryId: string) => Promise<boolean>;
  /** The week in which these subscriptions' creators could have signed in again is over. */
  readonly onLapsed: (subscriptions: readonly MatchedSubscription[]) => Promise<void>;
  /** What this person may do in the repository now; asked of creators only where a happening needs more than reading. */
  readonly roleOf: (creator: Creator, repositoryId: string) => Promise<RepositoryRole>;
  /** Whom a message may mention in these conversations, of accounts that it is meant for. Asked outside transactions. */
  readonly findMentioned: (
    accounts: readonly NamedAccount[],
    conversationIds: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly MentionText[]>>;
  readonly clock: Clock;
  /** Remembers, for a while, which subscriptions' delivery was written down. */
  readonly told: Pick<PositiveCache, "has" | "add">;
  readonly cards: CardRenderer;
  /** Cuts a message to what the platform takes. */
  readonly fit: (body: OutboxBody) => OutboxBody;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
  /** Cards were written, in their transaction. */
  readonly onCards: (tx: Transaction, changes: readonly CardChange[]) => Promise<void>;
}

/** A card that a delivery wrote. */
export interface CardChange {
  readonly before: CardRecord | undefined;
  readonly after: CardRecord;
  /** Which parts of what is known the delivery brought. */
  readonly parts: readonly string[];
}

/** Somebody wrote the card's row between reading and writing it. */
class CardChanged extends Error {}

/**
 * Tells every entitled conversation, and marks the delivery done together with the last of it. Safe to repeat: roots
 * and facts are in the cards' rows, a note leaves a mark where the delivery takes several transactions. Throws what
 * `mayHear` threw for good reason to try again; by then everybody else has been told.
 */
export async function deliverHappenings(
  delivery: { readonly id: string },
  happenings: readonly Happening[],
  deps: DeliverDeps,
): Promise<void> {
  const { audiences, failure } = await findAudiences(happenings[0], deps);
  const mentioned = await findMentioned(happenings, audiences, deps);
  const chunks = toChunks(audiences);
  const render = createRender(deps);
  for (const [index, chunk] of chunks.entries()) {
    const isLast = index === chunks.length - 1 && failure === undefined;
    const leavesMark = chunks.length > 1 || failure !== undefined;
    const whole = { deliveryId: delivery.id, happenings, chunk, isLast, leavesMark, render, mentioned };
    await writeChunk(whole, deps);
  }
  if (failure !== undefined) throw failure;
}

interface Found {
  readonly audiences: readonly Audience[];
  readonly failure?: Error;
}

async function findAudiences(happening: Happening | undefined, deps: DeliverDeps): Promise<Found> {
  if (happening === undefined) return { audiences: [] };
  const { repository } = happening;
  const ids = { repositoryId: repository.id, ownerId: repository.ownerId };
  const found = await deps.store.read((reads) => reads.subscriptions.listMatching(ids));
  const { lapsed = [], matching = [] } = Object.groupBy(found, (subscription) =>
    hasLapsed(subscription, deps.clock.now()) ? "lapsed" : "matching",
  );
  if (lapsed.length > 0) await deps.onLapsed(lapsed);
  const entitled = await withEntitledCreators(matching, happening, deps);
  const toCheck = listToCheck(entitled.subscriptions, repository);
  const readers = await askEach(toCheck, (subscription) => deps.mayHear(subscription, repository.id));
  const audiences = toAudiences(entitled.subscriptions, repository, readers.yes);
  const failure = entitled.failure ?? readers.failure;
  return { audiences, ...(failure === undefined ? {} : { failure }) };
}

/** Asked only where the feature is on, and not at all for what calls nobody. */
async function findMentioned(
  happenings: readonly Happening[],
  audiences: readonly Audience[],
  deps: DeliverDeps,
): Promise<Chunk["mentioned"]> {
  const [calling] = happenings.filter(({ pings = [] }) => pings.length > 0);
  if (calling?.pings === undefined) return new Map();
  const hearing = audiences.filter((audience) => hasFeature(hear(audience, calling, true), calling));
  return deps.findMentioned(
    calling.pings,
    hearing.map(({ conversationId }) => conversationId),
  );
}

function hasFeature({ features, hears }: Hearing, { feature }: Happening): boolean {
  return hears && [...features].some((one) => one === feature);
}

/** Without the subscriptions whose creator may not know of this, though they may read the repository. */
async function withEntitledCreators(
  subscriptions: readonly MatchedSubscription[],
  { creatorNeeds: needed, feature, repository }: Happening,
  deps: DeliverDeps,
): Promise<{ readonly subscriptions: readonly MatchedSubscription[]; readonly failure?: Error }> {
  if (needed === undefined) return { subscriptions };
  const wanting = subscriptions.filter(({ settings }) => settings.features.some((one) => one === feature));
  const { yes, ...rest } = await askEach(listCreators(wanting), async (creator) =>
    isAtLeast(await deps.roleOf(creator, repository.id), needed),
  );
  return { subscriptions: wanting.filter((one) => yes.has(one.chatOpsUsersId)), ...rest };
}

interface Answers {
  /** Ids of those of whom it is so. */
  readonly yes: ReadonlySet<string>;
  readonly failure?: Error;
}

async function askEach<T extends { readonly id: string }>(
  asked: readonly T[],
  ask: (one: T) => Promise<boolean>,
): Promise<Answers> {
  const answers = await Promise.allSettled(asked.map(ask));
  const yes = asked.filter((_one, index) => {
    const answer = answers[index];
    return answer?.status === "fulfilled" && answer.value;
  });
  const failure = answers.flatMap((answer) =>
    answer.status === "rejected" ? toFailure(answer.reason) : [],
  )[0];
  return { yes: new Set(yes.map(({ id }) => id)), ...(failure === undefined ? {} : { failure }) };
}

/** A fault that time doesn't mend (sign-in gone, access refused) is a no; everything else is asked again. */
function toFailure(reason: unknown): Error[] {
  if (isFault(reason) && !reason.retryable) return [];
  return [reason instanceof Error ? reason : new Error("access could not be checked", { cause: reason })];
}

/** At least one, so that a delivery to nobody is marked done as well. */
function toChunks(audiences: readonly Audience[]): readonly (readonly Audience[])[] {
  const size = CONVERSATIONS_PER_TRANSACTION;
  const count = Math.max(Math.ceil(audiences.length / size), 1);
  return Array.from({ length: count }, (_empty, index) => audiences.slice(index * size, (index + 1) * size));
}

/** One rendering for all conversations that know the same. */
function createRender(deps: Pick<DeliverDeps, "cards" | "fit">): Render {
  const known = new Map<string, Rendering>();
  return (content) => {
    const key = JSON.stringify(content);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const body = deps.fit({ adaptiveCard: deps.cards.render(content), summary: content.summary });
    const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
    known.set(key, { body, hash });
    return { body, hash };
  };
}

interface Chunk {
  readonly deliveryId: string;
  readonly happenings: readonly Happening[];
  readonly chunk: readonly Audience[];
  readonly isLast: boolean;
  readonly leavesMark: boolean;
  /** By conversation, for what calls somebody. */
  readonly mentioned: ReadonlyMap<string, readonly MentionText[]>;
  readonly render: Render;
}

async function writeChunk(chunk: Chunk, deps: DeliverDeps): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      await deps.store.transaction((tx) => writeIn(tx, chunk, deps));
      return;
    } catch (error) {
      if (!(error instanceof CardChanged)) throw error;
    }
  }
  throw faults.STORE_BUSY();
}

async function writeIn(tx: Transaction, chunk: Chunk, deps: DeliverDeps): Promise<void> {
  const delivery = await tx.deliveries.find(chunk.deliveryId);
  if (delivery?.state === "done") return;
  const { messages, heardBy, changes } = await writeCards(tx, chunk);
  if (changes.length > 0) await deps.onCards(tx, changes);
  if (messages.length > 0) {
    await recordHeard(tx, heardBy, deps);
    await tx.outbox.append(messages);
    const conversationIds = [...new Set(messages.map((message) => message.conversationId))];
    tx.afterCommit(() => {
      deps.notifyMailbox(conversationIds);
    });
  }
  if (chunk.isLast) await tx.deliveries.markDone(chunk.deliveryId);
}

/** At most once in a while for each, so that a busy repository doesn't write a row more an event. */
async function recordHeard(
  tx: Transaction,
  subscriptionIds: readonly string[],
  { told, clock }: DeliverDeps,
): Promise<void> {
  const due = subscriptionIds.filter((id) => !told.has(id));
  if (due.length === 0) return;
  await tx.subscriptionHealth.recordDelivery(due, clock.now());
  tx.afterCommit(() => {
    for (const id of due) told.add(id);
  });
}

interface Written {
  readonly messages: readonly OutboxMessage[];
  /** The subscriptions that brought them. */
  readonly heardBy: readonly string[];
  readonly changes: readonly CardChange[];
}

async function writeCards(tx: Transaction, chunk: Chunk): Promise<Written> {
  const { happenings, chunk: audiences, render, leavesMark, mentioned } = chunk;
  if (audiences.length === 0) return { messages: [], heardBy: [], changes: [] };
  const subjectKeys = [...new Set(happenings.map((happening) => happening.subjectKey))];
  const found = await tx.cards.listBySubjects(
    subjectKeys,
    audiences.map((audience) => audience.conversationId),
  );
  const known = new Map(found.map((card) => [keyOf(card), card]));
  const messages: OutboxMessage[] = [];
  const heardBy = new Set<string>();
  const changes: CardChange[] = [];
  for (const audience of audiences) {
    for (const happening of happenings) {
      const place = { conversationId: audience.conversationId, subjectKey: happening.subjectKey };
      const card = known.get(keyOf(place));
      const noteMark = `note:${chunk.deliveryId}`;
      const mentions = happening.pings === undefined ? [] : (mentioned.get(audience.conversationId) ?? []);
      const plan = planOccasion({ happening, audience, card, noteMark, leavesMark, mentions }, render);
      if (plan === undefined) continue;
      const after = await writeCard(tx, place, card, plan);
      known.set(keyOf(place), after);
      changes.push({ before: card, after, parts: Object.keys(happening.facts) });
      messages.push(...plan.messages);
      if (plan.messages.length > 0) for (const id of listHearing(audience, happening)) heardBy.add(id);
    }
  }
  return { messages, heardBy: [...heardBy], changes };
}

type Place = Pick<CardRecord, "conversationId" | "subjectKey">;

async function writeCard(
  tx: Transaction,
  place: Place,
  card: CardRecord | undefined,
  plan: Plan,
): Promise<CardRecord> {
  const { facts, renderedHash, rootState } = plan;
  if (card === undefined) return tx.cards.create({ ...place, facts, renderedHash, rootState });
  if (!(await tx.cards.update(card, { facts, renderedHash, rootState }))) throw new CardChanged();
  return { ...card, facts, renderedHash, rootState, version: card.version + 1 };
}

function keyOf({ conversationId, subjectKey }: Place): string {
  return `${conversationId} ${subjectKey}`;
}
