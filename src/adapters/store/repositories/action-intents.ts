import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { ActionIntentRecord, ActionIntentRepository } from "../contract/index.ts";
import { pruneById } from "../batches.ts";
import { readObject, writeJson } from "../json-text.ts";
import { actionIntents } from "../models/action-intents.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

export function createActionIntentRepository(session: Session): ActionIntentRepository {
  const table = session.table(actionIntents);
  return {
    begin: async ({ intentKey, userId, kind, target }) => {
      const known = await table.findOne({ intentKey });
      if (known === undefined) {
        const row = { id: newId(), intentKey, userId, kind, target: writeJson(target), ...NOTHING_YET };
        // Two that begin at once break the unique key; the loser's transaction is run again and finds the other's.
        await table.insert(row);
        return { intent: toIntentRecord({ ...row, createdAt: session.clock.now() }), isNew: true };
      }
      const reopened = await table.update({ id: known.id, state: "refused" }, { state: "open" });
      return { intent: toIntentRecord(known), isNew: reopened === 1 };
    },
    finish: async (id, result) => {
      await table.update({ id }, { state: "done", result: writeJson(result) });
    },
    refuse: async (id) => {
      await table.update({ id, state: "open" }, { state: "refused" });
    },
    prune: (before, limit) => pruneById(table, { createdAt: { [Op.lt]: before } }, limit),
  };
}

const NOTHING_YET = { state: "open", result: "" } as const;

function toIntentRecord(row: Omit<RowIn<typeof actionIntents>, "updatedAt">): ActionIntentRecord {
  const { id, intentKey, userId, kind, target, state, result, createdAt } = row;
  return {
    id,
    intentKey,
    userId,
    kind,
    target: readObject(target),
    state,
    result: readObject(result),
    createdAt,
  };
}
