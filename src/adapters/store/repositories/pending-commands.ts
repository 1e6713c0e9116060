import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { PendingCommandRecord, PendingCommandRepository } from "../contract/index.ts";
import { pendingCommands } from "../models/pending-commands.ts";
import { inParts, pruneById, anyOf } from "../batches.ts";
import { readObject, writeJson } from "../json-text.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

export function createPendingCommandRepository(session: Session): PendingCommandRepository {
  const table = session.table(pendingCommands);
  return {
    create: async ({
      userId,
      conversationId,
      text,
      action,
      waitsFor,
      waitsForKey,
      threadRootId,
      expiresAt,
    }) => {
      const row = {
        id: newId(),
        userId,
        conversationId,
        text,
        action: action === undefined ? null : writeJson(action),
        waitsFor,
        waitsForKey: waitsForKey ?? "",
        threadRootId: threadRootId ?? "",
        claimed: false,
        claimToken: "",
        expiresAt,
      };
      await table.insert(row);
      return toPendingCommandRecord(row);
    },
    claim: async ({ userId, waitsFor, waitsForKey }) => {
      const live = { waitsFor, claimed: false, expiresAt: { [Op.gt]: session.clock.now() } };
      const ids = await table.listColumn("id", {
        where: {
          ...live,
          ...(userId !== undefined && { userId }),
          ...(waitsForKey !== undefined && { waitsForKey }),
        },
        order: [["id", "ASC"]],
      });
      const claimToken = newId();
      const claimed: PendingCommandRecord[] = [];
      for (const part of inParts(ids)) {
        const won = await table.update({ ...live, id: anyOf(part) }, { claimed: true, claimToken });
        if (won === 0) continue;
        const rows = await table.list({ where: { id: anyOf(part), claimToken }, order: [["id", "ASC"]] });
        claimed.push(...rows.map(toPendingCommandRecord));
      }
      return claimed;
    },
    prune: (before, limit) => pruneById(table, { expiresAt: { [Op.lt]: before } }, limit),
  };
}

type Fields = Pick<RowIn<typeof pendingCommands>, keyof PendingCommandRecord>;

function toPendingCommandRecord(row: Fields): PendingCommandRecord {
  const { action, id, userId, conversationId, text, waitsFor, waitsForKey, threadRootId, expiresAt } = row;
  const kept = { id, userId, conversationId, text, waitsFor, waitsForKey, threadRootId, expiresAt };
  return action === null ? kept : { ...kept, action: readObject(action) };
}
