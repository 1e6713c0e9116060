import { createHash } from "node:crypto";
import type {
  CardRecord,
  ConversationRecord,
  OutboxBody,
  Store,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { toConversationSettings } from "../../core/conversation-settings.ts";
import { faults } from "../../core/errors.ts";
import { mergeFacts, type Facts } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CardRenderer } from "../../core/message.ts";
import { boundFacts } from "./bounded-facts.ts";
import { fromFacts, IssuePart, PullPart, readPart, toFacts } from "./parts.ts";
import { toSubjectCard } from "./subjects.ts";

const TRIES = 5;

export interface RefreshDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly cards: CardRenderer;
  readonly fit: (body: OutboxBody) => OutboxBody;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
}

export type CardPlace = Pick<CardRecord, "conversationId" | "subjectKey">;

/** What is known besides what GitHub told; `alsoWrite` is the same transaction. False where there is no card. */
export type AddFacts = (
  place: CardPlace,
  facts: Facts,
  alsoWrite?: (tx: Transaction, known: Facts) => Promise<void>,
) => Promise<boolean>;

/** Somebody wrote the card's row between reading and writing it. */
class CardChanged extends Error {}

/** Lays facts over a card that is here, and draws it anew where it reads differently. Safe to repeat. */
export function createAddFacts(deps: RefreshDeps): AddFacts {
  return async (place, facts, alsoWrite) => {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      try {
        return await deps.store.transaction(async (tx) => {
          const known = await refresh(tx, place, facts, deps);
          if (known !== undefined) await alsoWrite?.(tx, known);
          return known !== undefined;
        });
      } catch (error) {
        if (!(error instanceof CardChanged)) throw error;
      }
    }
    throw faults.STORE_BUSY();
  };
}

async function refresh(
  tx: Transaction,
  { conversationId, subjectKey }: CardPlace,
  added: Facts,
  deps: RefreshDeps,
): Promise<Facts | undefined> {
  const card = await tx.cards.find(conversationId, subjectKey);
  const conversation = await tx.conversations.find(conversationId);
  if (card === undefined || conversation === undefined) return undefined;
  const facts = boundFacts(mergeFacts(toFacts(card.facts), added));
  const drawn = draw(card, facts, conversation, deps);
  const change = { facts: fromFacts(facts), ...(drawn !== undefined && { renderedHash: drawn.hash }) };
  if (!(await tx.cards.update(card, change))) throw new CardChanged();
  if (drawn === undefined) return facts;
  const { body } = drawn;
  await tx.outbox.append([{ conversationId, subjectKey, kind: "update", lane: "state", body }]);
  tx.afterCommit(() => {
    deps.notifyMailbox([conversationId]);
  });
  return facts;
}

/** Undefined where nothing has to be sent: there is no card that can be changed, or it reads the same. */
function draw(
  { subjectKey, rootState, renderedHash }: CardRecord,
  facts: Facts,
  conversation: ConversationRecord,
  { cards, fit }: RefreshDeps,
): { readonly body: OutboxBody; readonly hash: string } | undefined {
  if (renderedHash === "" || rootState === "unaddressable") return undefined;
  const content = toSubjectCard(subjectKey, facts, toConversationSettings(conversation));
  if (content === undefined) return undefined;
  const body = fit({ adaptiveCard: cards.render(content), summary: content.summary });
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  return hash === renderedHash ? undefined : { body, hash };
}

/** What a pull request is called, as far as its card knows. */
export interface PullNames {
  readonly title: string;
  readonly branch: string;
  /** The time of the pull request's version that said so. */
  readonly at: string;
}

/** Undefined for what is no pull request, or not known as one yet. */
export function findPullNames({
  subjectKey,
  facts: kept,
}: Pick<CardRecord, "subjectKey"> & { readonly facts: JsonObject }): PullNames | undefined {
  if (!subjectKey.startsWith("pull:")) return undefined;
  const facts = toFacts(kept);
  const issue = readPart(facts, "issue", IssuePart);
  const at = facts["issue"]?.version.at;
  if (issue === undefined || at === undefined) return undefined;
  return { title: issue.title, branch: readPart(facts, "pull", PullPart)?.head ?? "", at };
}
