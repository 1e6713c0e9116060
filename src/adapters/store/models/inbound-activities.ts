import { id, key, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const inboundActivities = defineTable(
  "inbound_activities",
  {
    id: id(),
    /** The chat platform's conversation id: the row of a conversation may not exist yet. */
    conversationId: key(255),
    activityId: key(255),
    createdAt: time(),
  },
  { unique: [["conversationId", "activityId"]], indexes: [["createdAt"]] },
);
