import { choice, id, key, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const registrations = defineTable(
  "registrations",
  {
    id: id(),
    userId: reference(),
    tenantId: key(64),
    emailAddress: key(254),
    /** `tenantId/emailAddress` from the activation to the end, the row's id otherwise. */
    emailKey: key(319),
    /** `''` for none. */
    bcryptHash: key(100),
    state: choice(
      "created",
      "invited",
      "activated",
      "pre_posix",
      "posix",
      "pre_key",
      "valid",
      "expired",
      "withdrawn",
    ),
    /** `''` until it is asked for, then for ever: files keep their owner's name. */
    posixUid: key(64),
    /** The name once there is one, the row's id before. */
    posixUidKey: key(64),
    /** 0 for none. */
    uidNumber: whole(),
    /** The number once there is one, the row's id before. */
    uidNumberKey: key(36),
    gidNumber: whole(),
    homeDirectory: text(),
    loginShell: text(),
    ldapDn: text(),
    ldapError: text(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["userId"], ["emailKey"], ["posixUidKey"], ["uidNumberKey"]],
    indexes: [["emailAddress"], ["state", "id"]],
  },
);
