import { newId } from "../../../core/ids.ts";
import type {
  MatchedNotification,
  NotificationReader,
  NotificationRecord,
  NotificationRepository,
} from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { readObject, writeJson } from "../json-text.ts";
import { conversations } from "../models/conversations.ts";
import { notifications } from "../models/notifications.ts";
import type { Session } from "../session.ts";
import { idAfter, listByCursor } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";

type Columns = (typeof notifications)["columns"];
type Row = Omit<RowIn<typeof notifications>, "updatedAt">;

const JOINS = {
  conversation: {
    definition: conversations,
    columns: ["tenantId", "type", "threads", "settings", "ploystTeamId"],
    where: { state: "active" },
  },
} as const;

export function createNotificationReader(session: Session): NotificationReader {
  const table = session.table(notifications);
  return {
    find: async (conversationId, source, sourceKey) => {
      const row = await table.findOne({ conversationId, source, sourceKey });
      return row && toNotificationRecord(row);
    },
    listByConversation: async (conversationId, { after = "", limit }) => {
      const where = idAfter<Columns>({ conversationId }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toNotificationRecord);
    },
    listMatching: async (source, sourceKeys) => {
      const matched: MatchedNotification[] = [];
      for (const part of inParts(sourceKeys)) matched.push(...(await listMatching(session, source, part)));
      return matched;
    },
  };
}

export function createNotificationRepository(session: Session): NotificationRepository {
  const reader = createNotificationReader(session);
  const table = session.table(notifications);
  return {
    ...reader,
    add: async ({ conversationId, source, sourceKey, settings }) => {
      const known = await reader.find(conversationId, source, sourceKey);
      if (known !== undefined) return { notification: known, isNew: false };
      const row = {
        ...{ id: newId(), conversationId, source, sourceKey },
        settings: writeJson(settings),
        state: "active",
      } as const;
      const made = await unlessTaken(session, async (inner) => {
        await inner.table(notifications).insert(row);
        return toNotificationRecord({ ...row, createdAt: session.clock.now() });
      });
      if (made !== undefined) return { notification: made, isNew: true };
      const theirs = await reader.find(conversationId, source, sourceKey);
      if (theirs === undefined) throw new Error("a notification was added and removed at the same moment");
      return { notification: theirs, isNew: false };
    },
    setSettings: async (id, settings) =>
      (await table.update({ id }, { settings: writeJson(settings) })) === 1,
    remove: async (conversationId, source, sourceKey) =>
      (await table.delete({ conversationId, source, sourceKey })) === 1,
  };
}

async function listMatching(
  session: Session,
  source: string,
  keys: readonly string[],
): Promise<readonly MatchedNotification[]> {
  const where = { source, sourceKey: anyOf(keys), state: "active" };
  const rows = await listByCursor(
    (after) =>
      session
        .table(notifications)
        .listJoined({ where: idAfter<Columns>(where, after), order: [["id", "ASC"]] }, JOINS),
    ({ row }) => row.id,
  );
  return rows.map(({ row, joined: { conversation } }) => ({
    ...toNotificationRecord(row),
    conversation: { ...conversation, settings: readObject(conversation.settings) },
  }));
}

function toNotificationRecord(row: Row): NotificationRecord {
  const { id, conversationId, source, sourceKey, settings, state, createdAt } = row;
  return { id, conversationId, source, sourceKey, settings: readObject(settings), state, createdAt };
}
