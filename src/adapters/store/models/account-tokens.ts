import { choice, id, key, optionalTime, reference, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const accountTokens = defineTable(
  "account_tokens",
  {
    id: id(),
    userId: reference(),
    kind: choice("activate", "link", "reset"),
    tokenHash: key(128),
    tries: whole(),
    expiresAt: time(),
    /** When it was used, replaced, or tried too often. */
    endedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["kind", "tokenHash"]], indexes: [["userId", "kind"], ["expiresAt"]] },
);
