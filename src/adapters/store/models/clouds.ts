import { choice, id, key, label, optionalTime, reference, sealed, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const clouds = defineTable(
  "clouds",
  {
    id: id(),
    teamId: reference(),
    /** `''` for none. */
    environmentId: key(36),
    name: label(100),
    /** The name as names are compared: composed, lower case. */
    nameKey: key(400),
    /** `teamId/nameKey` while it lives, the row's id otherwise. */
    liveKey: key(437),
    provider: key(40),
    privateNetwork: text(),
    address: text(),
    region: text(),
    /** JSON */
    credentials: sealed(),
    /** JSON */
    settings: text(),
    state: choice("unchecked", "active", "inactive"),
    lastError: text(),
    verifiedAt: optionalTime(),
    /** When the provider was last asked, or the credentials were saved. */
    checkedAt: time(),
    version: whole(),
    deletedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["liveKey"]],
    indexes: [
      ["teamId", "nameKey"],
      ["teamId", "id"],
      ["deletedAt", "checkedAt"],
      ["environmentId", "id"],
    ],
  },
);
