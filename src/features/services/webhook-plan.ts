import { createHash } from "node:crypto";
import type { ProviderId, ServiceEvent, ServiceItem } from "../../adapters/services/contract/index.ts";
import type { CardRecord, OutboxBody, OutboxMessage } from "../../adapters/store/contract/index.ts";
import { toConversationSettings, type KeptSettings } from "../../core/conversation-settings.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardRenderer } from "../../core/message.ts";
import { shorten, toLine } from "../../core/plain-text.ts";
import { actsOf, NO_ACTS } from "./item-acts.ts";
import { merge, toKept } from "./item-facts.ts";
import { itemCard } from "./lookup.ts";

const LONGEST_NOTE = 500;

/** An event as one conversation is to hear of it. */
export interface EventOccasion {
  readonly event: ServiceEvent;
  readonly subjectKey: string;
  /** The service's name. */
  readonly service: string;
  readonly provider: ProviderId;
  /** Where the connection leads that told of it: buttons act there and nowhere else. */
  readonly site: string;
  readonly conversation: KeptSettings & { readonly conversationId: string };
  /** The conversation's row of the subject, if any. */
  readonly card: CardRecord | undefined;
  /** The item as that row keeps it. */
  readonly known: ServiceItem | undefined;
}

/** What an event changes in one conversation. */
export interface EventPlan {
  readonly change: Pick<CardRecord, "facts" | "renderedHash" | "rootState">;
  readonly messages: readonly OutboxMessage[];
}

/**
 * One card for each item, posted by what opens one and brought up to date by the rest. What came before its opening is
 * kept without a card, so that the card shows it as soon as there is one.
 */
export function planEvent(occasion: EventOccasion, cards: CardRenderer): EventPlan {
  const { event, subjectKey, service, provider, site, conversation, card, known } = occasion;
  const item = merge(known, event.item);
  const facts = toKept(item);
  const isRooted = card !== undefined && (card.rootState !== "none" || card.renderedHash !== "");
  if (!isRooted && !event.opens)
    return { change: { facts, renderedHash: "", rootState: "none" }, messages: [] };
  const place = { conversationId: conversation.conversationId, subjectKey };
  const content = itemCard(item, service, event.isGone === true ? NO_ACTS : actsOf(provider, item, site));
  const body: OutboxBody = { adaptiveCard: cards.render(content), summary: content.summary };
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  const notes = noteOf(event, place, toConversationSettings(conversation).threads);
  if (!isRooted) {
    const root = { ...place, kind: "create", lane: "notification", body } as const;
    return { change: { facts, renderedHash: hash, rootState: "queued" }, messages: [root, ...notes] };
  }
  const isChanged = hash !== card.renderedHash && card.rootState !== "unaddressable";
  const update = { ...place, kind: "update", lane: "state", body } as const;
  return {
    change: { facts, renderedHash: isChanged ? hash : card.renderedHash, rootState: card.rootState },
    messages: [...(isChanged ? [update] : []), ...notes],
  };
}

/** In the card's thread; where the conversation wants no replies the card alone tells how things stand. */
function noteOf(
  { note }: ServiceEvent,
  place: Pick<OutboxMessage, "conversationId" | "subjectKey">,
  inThread: boolean,
): readonly OutboxMessage[] {
  if (note === undefined || !inThread) return [];
  const text = escapeMarkdown(shorten(toLine(note, LONGEST_NOTE + 1), LONGEST_NOTE));
  return [{ ...place, kind: "reply", lane: "notification", body: { text } }];
}
