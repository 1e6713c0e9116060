import { createHash } from "node:crypto";
import { newId } from "../../../core/ids.ts";
import type { CardItem, CardItemReader, CardItemRepository } from "../contract/index.ts";
import { anyOf } from "../batches.ts";
import { cardItems } from "../models/card-items.ts";
import type { Session } from "../session.ts";

export function createCardItemReader(session: Session): CardItemReader {
  const table = session.table(cardItems);
  return {
    listByItem: async (connectionId, itemKey, limit) => {
      const where = { connectionId, itemHash: hashOf(itemKey) };
      const rows = await table.list({ where, order: [["id", "DESC"]], limit });
      return rows.map(({ conversationId, subjectKey, part }) => ({ conversationId, subjectKey, part }));
    },
  };
}

export function createCardItemRepository(session: Session): CardItemRepository {
  const table = session.table(cardItems);
  return {
    ...createCardItemReader(session),
    replace: async ({ conversationId, subjectKey }, items) => {
      const known = await table.list({ where: { conversationId, subjectKey } });
      const wanted = new Map(items.map((item) => [keyOf({ ...item, itemHash: hashOf(item.itemKey) }), item]));
      const gone = known.filter((row) => !wanted.delete(keyOf(row)));
      if (gone.length > 0) await table.delete({ id: anyOf(gone.map(({ id }) => id)) });
      const rows = [...wanted.values()].map(({ part, connectionId, itemKey }) => ({
        ...{ id: newId(), conversationId, subjectKey, part, connectionId },
        itemHash: hashOf(itemKey),
      }));
      if (rows.length > 0) await table.insertMany(rows);
    },
  };
}

function keyOf({
  part,
  connectionId,
  itemHash,
}: Pick<CardItem, "part" | "connectionId"> & { readonly itemHash: string }): string {
  return `${part} ${connectionId} ${itemHash}`;
}

/** Addresses of services are part of such names, and longer than a key may be. */
function hashOf(itemKey: string): string {
  return createHash("sha256").update(itemKey).digest("hex");
}
