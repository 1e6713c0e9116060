import { choice, id, key, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const cards = defineTable(
  "cards",
  {
    id: id(),
    conversationId: reference(),
    subjectKey: key(300),
    /** `''` while unknown. */
    rootActivityId: key(255),
    state: choice("none", "queued", "posted", "unaddressable"),
    facts: text(),
    renderedHash: key(64),
    version: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["conversationId", "subjectKey"]],
    indexes: [
      ["conversationId", "rootActivityId"],
      ["updatedAt", "subjectKey"],
    ],
  },
);
