import { id, key, optionalTime, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const confirmations = defineTable(
  "confirmations",
  {
    id: id(),
    userId: reference(),
    conversationId: reference(),
    command: text(),
    /** JSON: the exact target that was shown. */
    target: text(),
    expiresAt: time(),
    usedAt: optionalTime(),
    /** The turn that used it: only that one finds it again after a crash. */
    usedBy: key(36),
    createdAt: time(),
    updatedAt: time(),
  },
  { indexes: [["expiresAt"]] },
);
