import { choice, id, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const deploymentApprovals = defineTable(
  "deployment_approvals",
  {
    id: id(),
    groupId: reference(),
    userId: reference(),
    decision: choice("approved", "denied"),
    reason: text(),
    /** When it was decided. */
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["groupId", "userId"]], indexes: [["userId", "id"]] },
);
