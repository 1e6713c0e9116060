import { choice, id, key, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** What is announced and is not GitHub's: `notify jira:PROJ` and the like. */
export const notifications = defineTable(
  "notifications",
  {
    id: id(),
    conversationId: reference(),
    source: key(40),
    sourceKey: key(200),
    settings: text(),
    state: choice("active", "paused"),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["conversationId", "source", "sourceKey"]], indexes: [["source", "sourceKey"]] },
);
