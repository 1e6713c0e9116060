import { id, key, label, optionalTime, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const sshPublicKeys = defineTable(
  "ssh_public_keys",
  {
    id: id(),
    userId: reference(),
    type: key(64),
    publicKey: text(),
    fingerprint: key(100),
    comment: label(256),
    /** `userId/fingerprint` until it is removed, the row's id afterwards. */
    liveKey: key(137),
    deletedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["liveKey"]], indexes: [["userId", "id"]] },
);
