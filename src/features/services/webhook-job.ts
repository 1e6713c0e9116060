import type { ProviderId, ServiceEvent, ServiceProvider } from "../../adapters/services/contract/index.ts";
import type {
  CardRecord,
  DeliveryRecord,
  MatchedNotification,
  OutboxMessage,
  Store,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { toSourceKey } from "../../core/items/source-key.ts";
import type { CardRenderer } from "../../core/message.ts";
import { readKept, toSubjectKey } from "./item-facts.ts";
import { findProviderId } from "./names.ts";
import { connectionIdOf } from "./notify.ts";
import { findConnectionId } from "./receive-webhook.ts";
import { planEvent, type EventOccasion, type EventPlan } from "./webhook-plan.ts";

const TRIES = 5;

export interface WebhookJobDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly providers: Readonly<Record<ProviderId, ServiceProvider>>;
  readonly cards: CardRenderer;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
  /** In the transaction that tells who asked by `notify`. */
  readonly onEvents: (
    tx: Transaction,
    by: { readonly connectionId: string; readonly provider: ProviderId },
    events: readonly ServiceEvent[],
  ) => Promise<void>;
}

/** Somebody wrote a card's row between reading and writing it. */
class CardChanged extends Error {}

/** What a webhook told, by whose connection. */
interface Told {
  readonly deliveryId: string;
  readonly connectionId: string;
  readonly provider: ProviderId;
  /** Where the connection leads. */
  readonly site: string;
  readonly events: readonly ServiceEvent[];
}

/**
 * Brings the cards of a kept webhook up to date in all conversations that its connection may tell. Cards, messages and the
 * delivery's end are one transaction, so a second run does nothing.
 */
export async function deliverServiceWebhook(delivery: DeliveryRecord, deps: WebhookJobDeps): Promise<void> {
  const told = await readDelivery(delivery, deps);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      await deps.store.transaction((tx) => tellAll(tx, told, deps));
      return;
    } catch (error) {
      if (!(error instanceof CardChanged)) throw error;
    }
  }
  throw faults.STORE_BUSY();
}

/** Without events for a connection that was disabled meanwhile. */
async function readDelivery({ id, source }: DeliveryRecord, deps: WebhookJobDeps): Promise<Told> {
  const connectionId = findConnectionId(source) ?? "";
  const [connection, payload] = await deps.store.read((reads) =>
    Promise.all([reads.serviceConnections.find(connectionId), reads.deliveries.findPayload(id)]),
  );
  const provider = findProviderId(connection?.provider ?? "");
  const site = connection?.baseUrl ?? "";
  const nothing = { deliveryId: id, connectionId, provider: provider ?? "jira", site, events: [] } as const;
  if (connection === undefined || provider === undefined || payload === undefined) return nothing;
  if (connection.state === "disabled") return nothing;
  const events = deps.providers[provider].readWebhook(payload, { baseUrl: connection.baseUrl });
  return { deliveryId: id, connectionId, provider, site, events };
}

async function tellAll(tx: Transaction, told: Told, deps: WebhookJobDeps): Promise<void> {
  const delivery = await tx.deliveries.find(told.deliveryId);
  if (delivery?.state !== "received") return;
  const messages: OutboxMessage[] = [];
  for (const event of told.events) messages.push(...(await tellEvent(tx, event, told, deps)));
  await deps.onEvents(tx, told, told.events);
  await tx.deliveries.markDone(told.deliveryId);
  if (messages.length === 0) return;
  await tx.outbox.append(messages);
  const conversationIds = [...new Set(messages.map(({ conversationId }) => conversationId))];
  tx.afterCommit(() => {
    deps.notifyMailbox(conversationIds);
  });
}

async function tellEvent(
  tx: Transaction,
  event: ServiceEvent,
  { connectionId, provider, site }: Told,
  deps: WebhookJobDeps,
): Promise<readonly OutboxMessage[]> {
  const key = toSourceKey(provider, event.item.source);
  const matched = await tx.notifications.listMatching(provider, [key]);
  // Whoever can send webhooks of one connection reaches nobody who asked for those of another.
  const theirs = matched.filter((notification) => connectionIdOf(notification) === connectionId);
  const audiences = new Map(theirs.map((notification) => [notification.conversationId, notification]));
  if (audiences.size === 0) return [];
  const subjectKey = toSubjectKey(event.item.subjectKey, provider);
  const found = await tx.cards.listBySubjects([subjectKey], [...audiences.keys()]);
  const cards = new Map(found.map((card) => [card.conversationId, card]));
  const { name } = deps.providers[provider].description;
  const messages: OutboxMessage[] = [];
  for (const audience of audiences.values()) {
    const card = cards.get(audience.conversationId);
    const known = card === undefined ? undefined : readKept(card.facts);
    const about = { event, subjectKey, service: name, provider, site };
    const occasion = { ...about, conversation: toPlace(audience), card, known };
    const plan = planEvent(occasion, deps.cards);
    await writeCard(tx, { conversationId: audience.conversationId, subjectKey }, card, plan);
    messages.push(...plan.messages);
  }
  return messages;
}

function toPlace({
  conversationId,
  conversation: { type, threads, settings },
}: MatchedNotification): EventOccasion["conversation"] {
  return { conversationId, type, threads, settings };
}

async function writeCard(
  tx: Transaction,
  place: Pick<CardRecord, "conversationId" | "subjectKey">,
  card: CardRecord | undefined,
  { change }: EventPlan,
): Promise<void> {
  if (card === undefined) await tx.cards.create({ ...place, ...change });
  else if (!(await tx.cards.update(card, change))) throw new CardChanged();
}
