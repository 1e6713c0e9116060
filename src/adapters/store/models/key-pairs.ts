import { choice, id, key, label, reference, sealed, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const keyPairs = defineTable(
  "key_pairs",
  {
    id: id(),
    ownerType: choice("user", "team"),
    ownerId: reference(),
    name: label(100),
    /** `ownerType/ownerId/name` (composed, lower case) while it is active, the row's id otherwise. */
    liveKey: key(458),
    algorithm: key(40),
    publicKey: text(),
    fingerprint: key(100),
    privateKey: sealed(),
    state: choice("active", "rotating", "revoked"),
    /** `''` for none. */
    replacesId: key(36),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["liveKey"]], indexes: [["ownerId", "ownerType", "id"]] },
);
