import { choice, id, key, label, optionalTime, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const schedules = defineTable(
  "schedules",
  {
    id: id(),
    conversationId: reference(),
    /** Short, for people; counts up in a conversation. */
    number: whole(),
    creatorId: reference(),
    ghArtifactId: key(20),
    ghArtifactName: label(200),
    ghArtifactType: choice("Repo", "Account"),
    days: key(20),
    timeOfDay: key(5),
    zone: key(64),
    /** JSON */
    filters: text(),
    state: choice("active", "paused", "stopped"),
    stateReason: text(),
    nextRunAt: optionalTime(),
    lastRunAt: optionalTime(),
    missingSince: optionalTime(),
    warnedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["conversationId", "number"]], indexes: [["state", "nextRunAt"], ["creatorId"]] },
);
