import type { ServiceItem } from "../../adapters/services/contract/index.ts";
import type { Transaction } from "../../adapters/store/contract/index.ts";
import { Fault } from "../../core/fault.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { readKept, toSubjectKey } from "./item-facts.ts";
import type { Session } from "./once.ts";
import { planEvent } from "./webhook-plan.ts";

/**
 * One line that the conversation sees, and what became of the item on the cards that show it: those that a webhook posts are
 * not left to say how it stood before until the webhook comes, if one does.
 */
export async function answerInCard(session: Session, text: string, key: string): Promise<Reply> {
  const item = await findNow(session, key);
  const { turn, deps } = session;
  return deps.store.transaction(async (tx) => {
    if (item !== undefined) await showNow(tx, item, session);
    return deps.record(tx, turn, reply.text(text));
  });
}

/** It was done: a service that doesn't show it now shows it later. */
async function findNow({ id, account, deps }: Session, key: string): Promise<ServiceItem | undefined> {
  try {
    return await deps.providers[id].lookup(account, key);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

async function showNow(tx: Transaction, item: ServiceItem, session: Session): Promise<void> {
  const { turn, id, service, connection, deps } = session;
  const event = { item, opens: false, actor: "" };
  await deps.onEvents(tx, { connectionId: connection.id, provider: id }, [event]);
  const { conversationId } = turn.place;
  const subjectKey = toSubjectKey(item.subjectKey, id);
  const card = await tx.cards.find(conversationId, subjectKey);
  const conversation = await tx.conversations.find(conversationId);
  if (card === undefined || conversation === undefined) return;
  const { type, threads, settings } = conversation;
  const { change, messages } = planEvent(
    {
      ...{ event, subjectKey, service, provider: id, site: connection.baseUrl, card },
      ...{ conversation: { conversationId, type, threads, settings }, known: readKept(card.facts) },
    },
    deps.cards,
  );
  // Whoever changed it in between knows as much.
  if (messages.length === 0 || !(await tx.cards.update(card, change))) return;
  await tx.outbox.append(messages);
  tx.afterCommit(() => {
    deps.notifyMailbox([conversationId]);
  });
}
