import { choice, id, key, reference, sealed, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const providerTokens = defineTable(
  "provider_tokens",
  {
    id: id(),
    teamMemberId: reference(),
    cloudId: reference(),
    key: key(100),
    value: sealed(),
    state: choice("issued", "refreshed", "expired"),
    expiresAt: time(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["teamMemberId", "cloudId", "key"]], indexes: [["state", "expiresAt"]] },
);
