import type { CardRenderer, Message } from "../core/message.ts";
import { isCard } from "../core/message.ts";
import type { Reply } from "../core/reply.ts";
import type { Place, TurnContext } from "../core/turn.ts";
import type { BotTransaction, OutgoingMessage } from "./store.ts";
import type { LiveInvokes } from "./live-invokes.ts";

type AnswerTransaction = Pick<BotTransaction, "outbox" | "jobs" | "afterCommit">;

/** Writes answers where they go: to the waiting button, or into the conversation's outbox. */
export interface Answers {
  /**
   * Records the answer in the transaction that made the change, and completes the turn with it: after a crash
   * the change, its answer and the end of the turn are there together or not at all. Throws when the turn is
   * somebody else's by now (its lease was lost), so that the change is rolled back with it.
   */
  record(tx: AnswerTransaction, turn: TurnContext, reply: Reply): Promise<Reply>;
  /** Posts a message where a turn was, outside of it. */
  post(tx: Pick<BotTransaction, "outbox" | "afterCommit">, place: Place, message: Message): Promise<void>;
  /** A message to a conversation outside any turn. */
  toOutbox(place: Place, message: Message, lane?: OutgoingMessage["lane"]): OutgoingMessage;
  /** A message of its own, in no thread. */
  toRoot(conversationId: string, message: Message, lane: OutgoingMessage["lane"]): OutgoingMessage;
}

export interface AnswersDeps {
  readonly cards: CardRenderer;
  readonly live: LiveInvokes;
  /** Wakes the mailboxes of these conversations. */
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
}

export function createAnswers({ cards, live, notifyMailbox }: AnswersDeps): Answers {
  const toOutbox: Answers["toOutbox"] = (place, message, lane = "answer") => {
    const rootId = place.reference.threadRootId;
    return {
      conversationId: place.conversationId,
      kind: rootId === undefined ? "create" : "reply",
      lane,
      body: { ...toBody(message, cards), ...(rootId === undefined ? {} : { threadRootId: rootId }) },
    };
  };
  return {
    toOutbox,
    toRoot: (conversationId, message, lane) => ({
      conversationId,
      kind: "create",
      lane,
      body: toBody(message, cards),
    }),
    async post(tx, place, message) {
      await tx.outbox.append([toOutbox(place, message)]);
      tx.afterCommit(() => {
        notifyMailbox([place.conversationId]);
      });
    },
    async record(tx, turn, reply) {
      if (!(await tx.jobs.succeed(turn.jobId, turn.jobHolder))) throw new Error("the turn's lease was lost");
      // A button's request can carry a toast, an error or a new card; what must stay in the conversation is posted.
      const waiting = live.take(turn.jobId);
      const messages = waiting && fitsButton(reply) ? [] : messagesOf(reply);
      if (messages.length > 0) {
        await tx.outbox.append(messages.map((message) => toOutbox(turn.place, message)));
        tx.afterCommit(() => {
          notifyMailbox([turn.place.conversationId]);
        });
      }
      if (waiting) {
        tx.afterCommit(() => {
          live.answer(turn.jobId, turn.source === "confirmed" ? onCard(reply) : reply);
        });
      }
      return { kind: "recorded" };
    },
  };
}

function fitsButton(reply: Reply): boolean {
  if (reply.kind === "messages") return reply.messages.length <= 1 && !reply.messages.some(isCard);
  return reply.kind !== "pending";
}

/** The answer to a confirmed command stands where its question was. */
function onCard(answer: Reply): Reply {
  const text = answer.kind === "messages" ? answer.messages[0] : undefined;
  if (text === undefined || isCard(text)) return answer;
  return {
    kind: "replace-card",
    content: { card: "bot/confirmed", data: { text: withoutCode(text.text) }, summary: text.text },
  };
}

/** What of a reply goes into the conversation when no button waits for it. */
function messagesOf(reply: Reply): readonly Message[] {
  switch (reply.kind) {
    case "messages":
      return reply.messages;
    case "pending":
      return [reply.message];
    case "replace-card":
      return [reply.content];
    case "dialog":
      return [reply.instead ?? reply.content];
    case "failure":
      return [{ text: reply.fault.sentence }];
    case "recorded":
      return [];
  }
}

function toBody(message: Message, cards: CardRenderer): Omit<OutgoingMessage["body"], "threadRootId"> {
  if (isCard(message)) return { adaptiveCard: cards.render(message), summary: message.summary };
  return message.mentions === undefined
    ? { text: message.text }
    : { text: message.text, mentions: message.mentions };
}

/** Cards read bold, italic, lists and links, but no code: its marks would stand there as they are. */
function withoutCode(markdown: string): string {
  return markdown.replace(/`/g, '"');
}
