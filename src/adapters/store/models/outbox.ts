import { choice, flag, id, key, optionalTime, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const outbox = defineTable(
  "outbox",
  {
    id: id(),
    conversationId: reference(),
    seq: whole(),
    kind: choice("create", "reply", "update"),
    lane: choice("answer", "confirmation", "state", "notification"),
    /** The lane's place in line, 0 first. */
    laneRank: whole(),
    subjectKey: key(300),
    /** JSON; emptied when done. */
    body: text(),
    dueAt: time(),
    attempts: whole(),
    state: choice("queued", "sending", "done"),
    outcome: choice("", "sent", "ambiguous", "refused"),
    /** An earlier request for it ended with unknown outcome. */
    ambiguous: flag(),
    lastError: text(),
    finishedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["conversationId", "seq"]],
    indexes: [
      ["state", "dueAt"],
      ["conversationId", "state", "dueAt"],
      ["state", "finishedAt"],
    ],
  },
);
