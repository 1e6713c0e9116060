import { choice, id, key, label, optionalTime, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const servers = defineTable(
  "servers",
  {
    id: id(),
    teamId: reference(),
    cloudId: reference(),
    /** `''` for none. */
    environmentId: key(36),
    name: label(100),
    /** `teamId/name` (composed, lower case) until it is deleted, the row's id then. */
    liveKey: key(437),
    os: choice("linux", "windows"),
    status: choice(
      "requested",
      "provisioning",
      "online",
      "offline",
      "deploying",
      "deleting",
      "deleted",
      "failed",
    ),
    image: text(),
    size: text(),
    region: text(),
    privateAddress: text(),
    publicAddress: text(),
    sshUser: text(),
    sshPort: whole(),
    providerId: text(),
    clientToken: key(64),
    hostKeyFingerprint: key(100),
    requestedBy: reference(),
    /** `''` for none. */
    conversationId: key(36),
    threadRootId: key(255),
    lastError: text(),
    checkedAt: optionalTime(),
    /** Null too once the deletion has begun. */
    deleteAfter: optionalTime(),
    version: whole(),
    deletedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["liveKey"], ["clientToken"]],
    indexes: [
      ["teamId", "id"],
      ["cloudId", "id"],
      ["status", "checkedAt"],
      ["requestedBy"],
      ["environmentId", "id"],
    ],
  },
);
