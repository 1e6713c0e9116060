import { choice, id, key, optionalTime, reference, sealed, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const serviceConnections = defineTable(
  "service_connections",
  {
    id: id(),
    ownerType: choice("user", "team"),
    ownerId: reference(),
    provider: key(40),
    baseUrl: text(),
    /** JSON; null while it is disabled. */
    credentials: sealed(),
    settings: text(),
    webhookSecretHash: key(128),
    state: choice("disabled", "unverified", "enabled", "failing"),
    lastError: text(),
    verifiedAt: optionalTime(),
    /** When it was last asked, or saved. */
    checkedAt: time(),
    version: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["ownerId", "ownerType", "provider"]], indexes: [["state", "checkedAt"]] },
);
