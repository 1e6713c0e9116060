import { createHash } from "node:crypto";
import type {
  AlertPreferences,
  CardRecord,
  OutboxBody,
  OutboxMessage,
  Store,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { CardContent, CardRenderer } from "../../core/message.ts";
import { addNews, fromFacts, hasReason, readFacts, toAlertKey } from "./card-facts.ts";
import { toAlertCard, toAlertNote } from "./cards.ts";
import { scheduleDigest } from "./digest-job.ts";
import type { Reason, Subject } from "./news.ts";
import { findQuietEnd } from "./quiet-hours.ts";

const TRIES = 5;

export interface TellDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly clock: Clock;
  readonly cards: CardRenderer;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

/** What one person is told. */
export interface Telling {
  readonly userId: string;
  readonly repositoryId: string;
  readonly subject: Subject;
  readonly reasons: readonly Reason[];
  readonly head?: { readonly sha: string; readonly at: string };
}

/** Somebody wrote the card's or the person's row between reading and writing it. */
class RowChanged extends Error {}

/**
 * Brings a person's card of a subject up to date: posts it, changes it, adds a message for a reason that is new, or
 * holds that until their quiet hours end. Safe to repeat: a reason that the card knows is told no more.
 */
export async function tell(telling: Telling, deps: TellDeps): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      await deps.store.transaction((tx) => tellIn(tx, telling, deps));
      return;
    } catch (error) {
      if (!(error instanceof RowChanged)) throw error;
    }
  }
  throw faults.STORE_BUSY();
}

async function tellIn(tx: Transaction, telling: Telling, deps: TellDeps): Promise<void> {
  const { userId, subject, reasons } = telling;
  const preferences = await tx.alerts.findPreferences(userId);
  const conversation = await tx.conversations.find(preferences?.conversationId ?? "");
  if (preferences === undefined || conversation?.state !== "active") return;
  const subjectKey = toAlertKey(subject.key);
  const card = await tx.cards.find(conversation.id, subjectKey);
  const known = readFacts(card?.facts ?? {});
  const fresh = reasons.filter((reason) => !hasReason(known, reason));
  const isHeld = fresh.length > 0 && findQuietEnd(preferences, deps.clock.now()) !== undefined;
  await saveSubject(tx, telling, isHeld);
  if (card === undefined && fresh.length === 0) return;
  const facts = addNews(known, subject, reasons);
  const content = toAlertCard(facts);
  if (content === undefined) return;
  const place = { conversationId: conversation.id, subjectKey };
  const plan = planMessages({ place, card, content, fresh, subject, isHeld }, deps.cards);
  await writeCard(tx, place, card, { facts: fromFacts(facts), ...plan.card });
  if (isHeld) await hold(tx, preferences, deps);
  if (plan.messages.length === 0) return;
  await tx.outbox.append(plan.messages);
  tx.afterCommit(() => {
    deps.notifyMailbox([conversation.id]);
  });
}

async function saveSubject(tx: Transaction, telling: Telling, isHeld: boolean): Promise<void> {
  const { userId, repositoryId, subject, head } = telling;
  await tx.alerts.saveSubject({
    userId,
    subjectKey: subject.key,
    repositoryId,
    ...(head === undefined ? {} : { headSha: head.sha, headAt: new Date(head.at) }),
    ...(isHeld ? { held: true } : {}),
  });
}

type Place = Pick<CardRecord, "conversationId" | "subjectKey">;

interface Occasion {
  readonly place: Place;
  readonly card: CardRecord | undefined;
  readonly content: CardContent;
  readonly fresh: readonly Reason[];
  readonly subject: Subject;
  readonly isHeld: boolean;
}

interface Plan {
  readonly card: Pick<CardRecord, "renderedHash" | "rootState">;
  readonly messages: readonly OutboxMessage[];
}

function planMessages(occasion: Occasion, cards: CardRenderer): Plan {
  const { place, card, content, fresh, subject, isHeld } = occasion;
  const isRooted = card !== undefined && (card.rootState !== "none" || card.renderedHash !== "");
  if (!isRooted && (isHeld || fresh.length === 0))
    return { card: { renderedHash: "", rootState: "none" }, messages: [] };
  const body = toBody(content, cards);
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  if (!isRooted) {
    const message = { ...place, kind: "create", lane: "notification", body } as const;
    return { card: { renderedHash: hash, rootState: "queued" }, messages: [message] };
  }
  const isChanged = hash !== card.renderedHash && card.rootState !== "unaddressable";
  const update = { ...place, kind: "update", lane: "state", body } as const;
  const notes = (isHeld ? [] : fresh).map((reason) => {
    const note = toBody(toAlertNote(reason, subject), cards);
    return { ...place, kind: "reply", lane: "notification", body: note } as const;
  });
  return {
    card: { renderedHash: isChanged ? hash : card.renderedHash, rootState: card.rootState },
    messages: [...(isChanged ? [update] : []), ...notes],
  };
}

function toBody(content: CardContent, cards: CardRenderer): OutboxBody {
  return { adaptiveCard: cards.render(content), summary: content.summary };
}

async function writeCard(
  tx: Transaction,
  place: Place,
  card: CardRecord | undefined,
  change: Pick<CardRecord, "facts" | "renderedHash" | "rootState">,
): Promise<void> {
  if (card === undefined) await tx.cards.create({ ...place, ...change });
  else if (!(await tx.cards.update(card, change))) throw new RowChanged();
}

/** One digest for all that is held until the same time. */
async function hold(
  tx: Transaction,
  preferences: AlertPreferences & { readonly version: number; readonly id: string },
  deps: TellDeps,
): Promise<void> {
  const { id: _id, version, ...values } = preferences;
  const scheduled = await scheduleDigest(tx, values, deps);
  if (scheduled === values) return;
  if (!(await tx.alerts.savePreferences(scheduled, version))) throw new RowChanged();
}
