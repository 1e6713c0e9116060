import { choice, id, key, optionalTime, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const jobs = defineTable(
  "jobs",
  {
    id: id(),
    kind: key(60),
    targetId: key(255),
    /** JSON; emptied when finished. */
    payload: text(),
    runAfter: time(),
    attempts: whole(),
    state: choice("queued", "running", "succeeded", "failed", "dead", "cancelled"),
    leaseHolder: key(100),
    leaseUntil: optionalTime(),
    /** Names the claim that won the row. */
    claimToken: key(36),
    finishedAt: optionalTime(),
    lastError: text(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    indexes: [
      ["state", "runAfter"],
      ["state", "leaseUntil"],
      ["state", "finishedAt"],
      ["kind", "targetId"],
    ],
  },
);
