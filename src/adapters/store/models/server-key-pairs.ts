import { choice, id, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const serverKeyPairs = defineTable(
  "server_key_pairs",
  {
    id: id(),
    serverId: reference(),
    keyPairId: reference(),
    state: choice("wanted", "attached", "unwanted"),
    lastError: text(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["serverId", "keyPairId"]],
    indexes: [
      ["serverId", "id"],
      ["keyPairId", "id"],
    ],
  },
);
