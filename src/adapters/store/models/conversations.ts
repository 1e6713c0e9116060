import { choice, flag, id, key, label, optionalTime, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const conversations = defineTable(
  "conversations",
  {
    id: id(),
    tenantId: key(64),
    /** The Teams team, or `''`. */
    teamId: key(128),
    channelId: key(255),
    type: choice("personal", "group", "channel"),
    serviceUrl: text(),
    name: label(256),
    threads: flag(),
    ploystTeamId: key(36),
    settings: text(),
    state: choice("active", "paused", "gone"),
    /** Since when the bot is away; null while it is there, and when its data has ended. */
    pausedAt: optionalTime(),
    /** The last seq given to an outbox row. */
    outboxSeq: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["channelId"]], indexes: [["teamId"], ["ploystTeamId"], ["state", "pausedAt"]] },
);
