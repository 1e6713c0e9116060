import type { GitProgress } from "../../adapters/git/contract/index.ts";
import type { CardRecord, Store, Transaction } from "../../adapters/store/contract/index.ts";
import { SECOND, type Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { CardRenderer } from "../../core/message.ts";
import { copiesCard, Copies, toCopying, withCopy, type CopyChange } from "./copies.ts";

export interface CopyCardDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly cards: CardRenderer;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
}

export type CopyPlace = Pick<CardRecord, "conversationId" | "subjectKey">;

/** Brings one copy's line of a card up to date while its job runs. */
export interface CopyFollower {
  /** git says how far it is; most of it is too much to show. */
  onProgress(progress: GitProgress): void;
  /** How it ended, for now or for good; what was said before is written by then, and never afterwards. */
  end(change: CopyChange): Promise<void>;
}

export interface CopyCards {
  follow(place: CopyPlace, url: string): CopyFollower;
}

/** A card changes at most this often while something is copied. */
const PAUSE_MS = 3 * SECOND;
const TRIES = 8;

/** Somebody wrote the card's row between reading and writing it. */
class CardChanged extends Error {}

/** Posts the card, with all copies queued; in the transaction that queues their jobs. */
export async function postCopies(
  tx: Pick<Transaction, "cards" | "outbox" | "afterCommit">,
  { conversationId, subjectKey }: CopyPlace,
  copies: Copies,
  { cards, notifyMailbox }: Pick<CopyCardDeps, "cards" | "notifyMailbox">,
): Promise<void> {
  const place = { conversationId, subjectKey };
  await tx.cards.create({ ...place, facts: toFacts(copies), renderedHash: "", rootState: "queued" });
  const content = copiesCard(copies);
  const body = { adaptiveCard: cards.render(content), summary: content.summary };
  await tx.outbox.append([{ ...place, kind: "create", lane: "answer", body }]);
  tx.afterCommit(() => {
    notifyMailbox([conversationId]);
  });
}

export function createCopyCards(deps: CopyCardDeps): CopyCards {
  // By card: several of its copies may be made at once.
  const lastShown = new Map<string, number>();
  return {
    follow: (place, url) => {
      const key = `${place.conversationId} ${place.subjectKey}`;
      let writing: Promise<void> = Promise.resolve();
      return {
        onProgress: (progress) => {
          const now = deps.clock.now().getTime();
          if (now - (lastShown.get(key) ?? 0) < PAUSE_MS) return;
          lastShown.set(key, now);
          writing = writing
            .then(() => write(place, url, toCopying(progress), deps))
            .catch((error: unknown) => {
              deps.log.warn({ error }, "a copy's progress could not be shown");
            });
        },
        end: async (change) => {
          await writing;
          lastShown.delete(key);
          await write(place, url, change, deps);
        },
      };
    },
  };
}

async function write(place: CopyPlace, url: string, change: CopyChange, deps: CopyCardDeps): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      await deps.store.transaction((tx) => writeIn(tx, place, url, change, deps));
      return;
    } catch (error) {
      if (!(error instanceof CardChanged)) throw error;
    }
  }
  throw faults.STORE_BUSY();
}

/** The conversation may be gone: then there is nobody to tell. */
async function writeIn(
  tx: Transaction,
  { conversationId, subjectKey }: CopyPlace,
  url: string,
  change: CopyChange,
  { cards, notifyMailbox }: CopyCardDeps,
): Promise<void> {
  const card = await tx.cards.find(conversationId, subjectKey);
  const known = Copies.safeParse(card?.facts).data;
  if (card === undefined || known === undefined) return;
  const changed = withCopy(known, url, change);
  const content = copiesCard(changed);
  if (JSON.stringify(content) === JSON.stringify(copiesCard(known))) return;
  if (!(await tx.cards.update(card, { facts: toFacts(changed) }))) throw new CardChanged();
  const body = { adaptiveCard: cards.render(content), summary: content.summary };
  await tx.outbox.append([{ conversationId, subjectKey, kind: "update", lane: "state", body }]);
  tx.afterCommit(() => {
    notifyMailbox([conversationId]);
  });
}

function toFacts({ title, notes, copies }: Copies) {
  return { title, notes: [...notes], copies: copies.map((copy) => ({ ...copy })) };
}
