import type { OutboxMessage, Reads, Transaction } from "../../adapters/store/contract/index.ts";
import { toConversationSettings } from "../../core/conversation-settings.ts";
import type { CardContent } from "../../core/message.ts";
import type { TellDeps } from "./deps.ts";
import { hearingsBy, readKept } from "./hearing.ts";

/** Something that is told of, as it stands now. */
export interface Subject {
  readonly source: "servers" | "deployments" | "realms";
  /** Whoever follows one of these hears of it. */
  readonly keys: readonly string[];
  /** `server:<id>` */
  readonly subjectKey: string;
  readonly content: CardContent;
  /** Is it worth a card where there is none yet? */
  readonly opens: boolean;
  /** What is worth a message beside the card, Markdown; `''` for nothing. A card that was just posted says it itself. */
  readonly note: string;
  /** conversations.id of where it is answered: no new card there, and no message. */
  readonly askedIn: string;
  /** conversations.id of where another card tells of it already. */
  readonly shownIn: string;
}

interface Listener {
  readonly conversationId: string;
  /** Do replies come in threads there? */
  readonly inThreads: boolean;
}

/** One card in each conversation that follows, brought up to date, with a message for what deserves one. */
export async function tellNews(tx: Transaction, subject: Subject, deps: TellDeps): Promise<void> {
  const listeners = await listListeners(tx, subject);
  if (listeners.length === 0) return;
  const { subjectKey } = subject;
  const ids = listeners.map(({ conversationId }) => conversationId);
  const there = await tx.cards.listBySubjects([subjectKey], ids);
  const shown = new Set(there.map(({ conversationId }) => conversationId));
  for (const listener of listeners) {
    const { conversationId } = listener;
    if (conversationId === subject.shownIn) continue;
    const isAnswered = conversationId === subject.askedIn;
    const place = { conversationId, subjectKey };
    const isShown = shown.has(conversationId);
    if (!isShown && (isAnswered || !subject.opens)) continue;
    await deps.showCard(tx, place, subject.content, { lane: "notification" });
    if (!isShown || isAnswered || subject.note === "") continue;
    await tx.outbox.append([toMessage(subject, listener)]);
    tx.afterCommit(() => {
      deps.notifyMailbox([conversationId]);
    });
  }
}

/** Where no replies are wanted it stands for itself: whoever asked to be told wants to know. */
function toMessage({ subjectKey, note }: Subject, { conversationId, inThreads }: Listener): OutboxMessage {
  const message = { conversationId, lane: "notification", body: { text: note } } as const;
  return inThreads ? { ...message, kind: "reply", subjectKey } : { ...message, kind: "create" };
}

async function listListeners(
  reads: Pick<Reads, "notifications" | "teams" | "teamMembers">,
  { source, keys }: Pick<Subject, "source" | "keys">,
): Promise<readonly Listener[]> {
  const listeners = new Map<string, Listener>();
  const findHearing = hearingsBy(reads);
  for (const row of await reads.notifications.listMatching(source, keys)) {
    const { conversationId, conversation } = row;
    const kept = readKept(row);
    if (kept === undefined || listeners.has(conversationId)) continue;
    if ((await findHearing(kept, conversation)) !== "told") continue;
    const { threads: inThreads } = toConversationSettings(conversation);
    listeners.set(conversationId, { conversationId, inThreads });
  }
  return [...listeners.values()];
}
