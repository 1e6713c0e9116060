import { choice, id, key, label, optionalKey, optionalTime, reference, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const teamInvitations = defineTable(
  "team_invitations",
  {
    id: id(),
    teamId: reference(),
    creatorId: reference(),
    recipientId: reference(),
    email: key(254),
    surname: label(256),
    tokenHash: key(128),
    /** `teamId/recipientId` while it is pending, the row's id otherwise. */
    liveKey: key(73),
    state: choice("pending", "accepted", "declined", "revoked", "expired"),
    /** Where it was asked for: whoever invited is told there what becomes of it. */
    conversationId: optionalKey(36),
    threadRootId: optionalKey(255),
    expiresAt: time(),
    sentAt: optionalTime(),
    acceptedAt: optionalTime(),
    declinedAt: optionalTime(),
    revokedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["tokenHash"], ["liveKey"]],
    indexes: [
      ["teamId", "state", "id"],
      ["teamId", "email", "id"],
      ["recipientId", "state", "id"],
      ["creatorId"],
      ["state", "expiresAt"],
    ],
  },
);
