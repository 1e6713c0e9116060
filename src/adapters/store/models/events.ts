import { choice, id, key, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** Append-only: who did what to which thing. */
export const events = defineTable(
  "events",
  {
    id: id(),
    at: time(),
    actorType: choice("user", "component", "webhook"),
    actorId: key(100),
    tenantId: key(64),
    teamId: key(128),
    entityType: key(40),
    entityId: key(100),
    verb: key(40),
    fromState: key(40),
    toState: key(40),
    /** JSON, redacted. */
    data: text(),
    correlationId: key(100),
  },
  {
    indexes: [
      ["entityType", "entityId", "at", "id"],
      ["teamId", "at"],
      ["actorId", "at"],
      ["tenantId", "at"],
    ],
  },
);
