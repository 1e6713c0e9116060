import { flag, id, key, optionalTime, reference, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** What a person wants to be told of by themselves, and when. */
export const alertPreferences = defineTable(
  "alert_preferences",
  {
    id: id(),
    userId: reference(),
    tenantId: key(64),
    teamsUserId: key(255),
    /** Their 1:1 chat with the bot; `''` while unknown. */
    conversationId: key(36),
    reviewRequested: flag(),
    assigned: flag(),
    mentioned: flag(),
    checksFailed: flag(),
    /** May conversations mention them? */
    pings: flag(),
    /** `19:00`; `''` without quiet hours. */
    quietFrom: key(5),
    quietUntil: key(5),
    quietWeekends: flag(),
    zone: key(64),
    digestAt: optionalTime(),
    version: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["userId"]], indexes: [["teamsUserId"]] },
);
