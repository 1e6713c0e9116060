import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { ConfirmationRecord, ConfirmationRepository } from "../contract/index.ts";
import { pruneById } from "../batches.ts";
import { readObject, writeJson } from "../json-text.ts";
import { confirmations } from "../models/confirmations.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

export function createConfirmationRepository(session: Session): ConfirmationRepository {
  const table = session.table(confirmations);
  const find = async (id: string): Promise<ConfirmationRecord | undefined> => {
    const row = await table.findOne({ id });
    return row && toConfirmationRecord(row);
  };
  return {
    create: async ({ target, ...confirmation }) => {
      const row = { id: newId(), ...confirmation, target: writeJson(target), usedAt: null, usedBy: "" };
      await table.insert(row);
      return toConfirmationRecord(row);
    },
    find,
    use: async (id, userId, usedBy) => {
      const now = session.clock.now();
      const met = await table.update(
        { id, userId, usedAt: null, expiresAt: { [Op.gt]: now } },
        { usedAt: now, usedBy },
      );
      if (met === 1) return find(id);
      const again = await table.findOne({ id, userId, usedBy });
      return again && toConfirmationRecord(again);
    },
    prune: (before, limit) => pruneById(table, { expiresAt: { [Op.lt]: before } }, limit),
  };
}

function toConfirmationRecord(
  row: Omit<RowIn<typeof confirmations>, "createdAt" | "updatedAt">,
): ConfirmationRecord {
  const { id, userId, conversationId, command, target, expiresAt, usedAt } = row;
  return {
    id,
    userId,
    conversationId,
    command,
    target: readObject(target),
    expiresAt,
    ...(usedAt !== null && { usedAt }),
  };
}
