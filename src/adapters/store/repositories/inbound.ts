import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { InboundRepository } from "../contract/index.ts";
import { inboundActivities } from "../models/inbound-activities.ts";
import { pruneById } from "../batches.ts";
import type { Session } from "../session.ts";

export function createInboundRepository(session: Session): InboundRepository {
  const table = session.table(inboundActivities);
  return {
    record: async (conversationId, activityId) => {
      const key = { conversationId, activityId };
      if ((await table.findOne(key)) !== undefined) return false;
      // A repeat that arrives at the same moment breaks the unique key; the transaction is then run again and sees it.
      await table.insert({ id: newId(), ...key });
      return true;
    },
    prune: (before, limit) => pruneById(table, { createdAt: { [Op.lt]: before } }, limit),
  };
}
