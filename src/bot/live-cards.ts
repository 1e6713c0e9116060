import { createHash } from "node:crypto";
import { faults } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import type { CardContent, CardRenderer } from "../core/message.ts";

// The narrow part of the store that live cards need; the store satisfies it.

interface LiveCardRow {
  readonly id: string;
  readonly version: number;
  readonly renderedHash: string;
  readonly rootState: "none" | "queued" | "posted" | "unaddressable";
}

interface LiveCardMessage {
  readonly conversationId: string;
  readonly kind: "create" | "update";
  readonly lane: "answer" | "state" | "notification";
  readonly subjectKey: string;
  readonly body: { readonly adaptiveCard: JsonObject; readonly summary: string };
}

export interface LiveCardTransaction {
  readonly cards: {
    find(conversationId: string, subjectKey: string): Promise<LiveCardRow | undefined>;
    create(card: {
      readonly conversationId: string;
      readonly subjectKey: string;
      readonly facts: JsonObject;
      readonly renderedHash: string;
      readonly rootState: "queued";
    }): Promise<unknown>;
    update(
      card: Pick<LiveCardRow, "id" | "version">,
      change: { readonly renderedHash: string },
    ): Promise<boolean>;
  };
  readonly outbox: { append(messages: readonly LiveCardMessage[]): Promise<unknown> };
  afterCommit(run: () => void): void;
}

/** Where a card is, and what it is about: one card for each, for ever. */
export interface LiveCardPlace {
  readonly conversationId: string;
  /** `server:…`, `deployment:…`; at most 200 characters. */
  readonly subjectKey: string;
}

/** Cards of our own that follow something in their place: posted once, changed as often as what they say. */
export interface LiveCards {
  /**
   * Writes, in the transaction that changed what the card tells of, the message that posts or changes it; nothing when it
   * reads as before. The mailbox merges changes that wait. Throws STORE_BUSY when somebody else changed the card in between.
   */
  show(
    tx: LiveCardTransaction,
    place: LiveCardPlace,
    content: CardContent,
    options?: { readonly lane?: "answer" | "notification"; readonly onlyWhereShown?: boolean },
  ): Promise<void>;
}

export function createLiveCards({
  cards,
  notifyMailbox,
}: {
  readonly cards: CardRenderer;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
}): LiveCards {
  return {
    show: async (tx, place, content, { lane = "answer", onlyWhereShown = false } = {}) => {
      const body = { adaptiveCard: cards.render(content), summary: content.summary };
      const renderedHash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
      const known = await tx.cards.find(place.conversationId, place.subjectKey);
      if (known === undefined && onlyWhereShown) return;
      if (known === undefined) {
        await tx.cards.create({ ...place, facts: {}, renderedHash, rootState: "queued" });
        await tx.outbox.append([{ ...place, kind: "create", lane, body }]);
      } else {
        // Teams gave no id for it: it was posted, and nothing can change it.
        if (known.renderedHash === renderedHash || known.rootState === "unaddressable") return;
        if (!(await tx.cards.update(known, { renderedHash }))) throw faults.STORE_BUSY();
        await tx.outbox.append([{ ...place, kind: "update", lane: "state", body }]);
      }
      tx.afterCommit(() => {
        notifyMailbox([place.conversationId]);
      });
    },
  };
}
