import { choice, id, key, large, optionalTime, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const mirrors = defineTable(
  "mirrors",
  {
    id: id(),
    repositoryUrl: key(500),
    workerId: key(36),
    path: text(),
    state: choice("queued", "cloning", "ready", "failed"),
    headAt: optionalTime(),
    bytes: large(),
    lastError: text(),
    lastUsedAt: time(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["workerId", "repositoryUrl"]],
    indexes: [
      ["workerId", "id"],
      ["workerId", "state", "lastUsedAt"],
    ],
  },
);
