import { choice, flag, id, key, label, optionalKey, optionalTime, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const users = defineTable(
  "users",
  {
    id: id(),
    tenantId: key(64),
    aadObjectId: key(64),
    teamsUserId: key(255),
    /** `tenantId/aadObjectId` while linked to a Teams user, the row's id otherwise. */
    linkKey: key(129),
    displayName: label(256),
    surname: label(256),
    email: key(254),
    emailVerifiedAt: optionalTime(),
    isAdmin: flag(),
    currentTeamId: key(36),
    /** conversations.id of their 1:1 chat with the bot, once there was one. */
    personalConversationId: optionalKey(36),
    /** When they saw for the first time which services there are. */
    servicesShownAt: optionalTime(),
    state: choice("active", "disabled"),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["linkKey"]],
    indexes: [
      ["tenantId", "email"],
      ["tenantId", "teamsUserId"],
      ["isAdmin", "id"],
    ],
  },
);
