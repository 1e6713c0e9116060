import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { Lane, OutboxMessage, OutboxRepository } from "../contract/index.ts";
import { writeJson } from "../json-text.ts";
import { conversations } from "../models/conversations.ts";
import { outbox } from "../models/outbox.ts";
import { inParts, pruneById, anyOf } from "../batches.ts";
import type { Session } from "../session.ts";
import { createOutboxReader, toOutboxRecord } from "./outbox-reader.ts";

/** Answers go before confirmations before state before notifications. */
const LANE_RANKS: Readonly<Record<Lane, number>> = { answer: 0, confirmation: 1, state: 2, notification: 3 };

export function createOutboxRepository(session: Session): OutboxRepository {
  const table = session.table(outbox);
  const finished = { state: "done", body: "" } as const;
  return {
    ...createOutboxReader(session),
    append: async (messages) => {
      const rows = await toRows(session, messages);
      await table.insertMany(rows);
      return rows.map((row) => toOutboxRecord(row));
    },
    startSending: async (id) => {
      const attempts = table.plus("attempts", 1);
      return (await table.update({ id, state: "queued" }, { state: "sending", attempts })) === 1;
    },
    finish: async (id, outcome, error) => {
      const finishedAt = session.clock.now();
      await table.update({ id }, { ...finished, outcome, lastError: error ?? "", finishedAt });
    },
    retryAt: async (id, dueAt, error) => {
      await table.update({ id, state: { [Op.ne]: "done" } }, { state: "queued", dueAt, lastError: error });
    },
    markAmbiguous: async (id) => {
      await table.update({ id }, { ambiguous: true });
    },
    supersede: async (ids) => {
      const finishedAt = session.clock.now();
      for (const part of inParts(ids))
        await table.update(
          { id: anyOf(part), state: { [Op.ne]: "done" } },
          { ...finished, outcome: "sent", finishedAt },
        );
    },
    becomeCreate: async (id) => {
      await table.update({ id }, { kind: "create" });
    },
    prune: (before, limit) => pruneById(table, { state: "done", finishedAt: { [Op.lt]: before } }, limit),
  };
}

type NewOutboxRow = Parameters<typeof toOutboxRecord>[0];

async function toRows(session: Session, messages: readonly OutboxMessage[]): Promise<NewOutboxRow[]> {
  const now = session.clock.now();
  const next = await reserveSeqs(session, messages);
  return messages.map((message) => ({
    id: newId(),
    conversationId: message.conversationId,
    seq: next(message.conversationId),
    kind: message.kind,
    lane: message.lane,
    laneRank: LANE_RANKS[message.lane],
    subjectKey: message.subjectKey ?? "",
    body: writeJson(message.body),
    dueAt: message.dueAt ?? now,
    attempts: 0,
    state: "queued",
    outcome: "",
    ambiguous: false,
    lastError: "",
    finishedAt: null,
    createdAt: now,
  }));
}

/**
 * Takes numbers for each conversation, the same count for all in one statement. The updated rows stay locked until
 * the commit, so that numbers are given out in the order of the commits.
 */
async function reserveSeqs(
  session: Session,
  messages: readonly OutboxMessage[],
): Promise<(conversationId: string) => number> {
  const table = session.table(conversations);
  const counts = new Map<string, number>();
  for (const { conversationId } of messages)
    counts.set(conversationId, (counts.get(conversationId) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const next = new Map<string, number>();
  // Sorted, so that two appends lock in the same order.
  for (const part of inParts([...counts.keys()].sort())) {
    await table.update({ id: anyOf(part) }, { outboxSeq: table.plus("outboxSeq", most) });
    const rows = await table.list({ where: { id: anyOf(part) } });
    for (const { id, outboxSeq } of rows) next.set(id, outboxSeq - most + 1);
  }
  return (conversationId) => {
    const seq = next.get(conversationId);
    if (seq === undefined) throw new RangeError(`there is no conversation ${conversationId}`);
    next.set(conversationId, seq + 1);
    return seq;
  };
}
