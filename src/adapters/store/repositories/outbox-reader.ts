import { Op } from "sequelize";
import { z } from "zod";
import type { JsonObject } from "../../../core/json.ts";
import type { CardRecord, OutboxBody, OutboxReader, OutboxRecord } from "../contract/index.ts";
import { readJson } from "../json-text.ts";
import { anyOf } from "../batches.ts";
import { conversations } from "../models/conversations.ts";
import { outbox } from "../models/outbox.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import { createCardReader } from "./cards.ts";

export const UNSENT = anyOf(["queued", "sending"]);

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const bodySchema: z.ZodType<OutboxBody> = z.object({
  text: z.string().exactOptional(),
  mentions: z.array(z.object({ id: z.string(), name: z.string() })).exactOptional(),
  adaptiveCard: jsonObject.exactOptional(),
  summary: z.string().exactOptional(),
  threadRootId: z.string().exactOptional(),
});

export function createOutboxReader(session: Session): OutboxReader {
  const table = session.table(outbox);
  const cards = createCardReader(session);
  return {
    listDue: async (conversationId, now, limit) => {
      const rows = await table.list({
        where: { conversationId, state: UNSENT, dueAt: { [Op.lte]: now } },
        order: [
          ["laneRank", "ASC"],
          ["seq", "ASC"],
        ],
        limit,
      });
      const subjects = rows.map(({ subjectKey }) => subjectKey).filter((key) => key !== "");
      const found = await cards.listBySubjects(subjects, [conversationId]);
      const roots = new Map(found.map((card) => [card.subjectKey, card]));
      return rows.map((row) => toOutboxRecord(row, roots.get(row.subjectKey)));
    },
    listConversationsDue: (now, limit) => listConversationsDue(session, now, limit),
    nextDue: (conversationId) => table.least("dueAt", { conversationId, state: UNSENT }),
    backlogOf: async (conversationId) => {
      const where = { conversationId, state: UNSENT };
      const waiting = await table.count(where);
      const [oldest] = await table.listColumns(["createdAt", "lastError"], {
        where,
        order: [["seq", "ASC"]],
        limit: 1,
      });
      if (oldest === undefined) return { waiting, lastError: "" };
      return { waiting, oldestCreatedAt: oldest.createdAt, lastError: oldest.lastError };
    },
    backlog: async () => {
      const waiting = await table.count({ state: UNSENT });
      const oldestCreatedAt = await table.least("createdAt", { state: UNSENT });
      return { waiting, ...(oldestCreatedAt !== undefined && { oldestCreatedAt }) };
    },
  };
}

async function listConversationsDue(session: Session, now: Date, limit: number): Promise<readonly string[]> {
  const due = await session.table(outbox).listGroups({
    where: { state: UNSENT, dueAt: { [Op.lte]: now } },
    by: "conversationId",
    least: "dueAt",
    limit,
    among: { table: conversations.name, column: "state", value: "active" },
  });
  return due;
}

export function toOutboxRecord(
  row: Omit<RowIn<typeof outbox>, "updatedAt">,
  root?: CardRecord,
): OutboxRecord {
  const { id, conversationId, seq, kind, lane, subjectKey, dueAt, attempts, createdAt, state } = row;
  return {
    id,
    conversationId,
    seq,
    kind,
    lane,
    subjectKey,
    body: row.body === "" ? {} : readJson(bodySchema, row.body),
    dueAt,
    attempts,
    createdAt,
    state,
    ambiguous: row.ambiguous,
    ...(root?.rootActivityId !== undefined && { rootActivityId: root.rootActivityId }),
    ...(root !== undefined && { rootState: root.rootState }),
  };
}
