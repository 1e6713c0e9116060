import { choice, id, key, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const actionIntents = defineTable(
  "action_intents",
  {
    id: id(),
    /** Names one step of one turn: the same whenever that turn runs again. */
    intentKey: key(100),
    userId: reference(),
    kind: key(40),
    /** JSON: what it is done to, as far as looking it up needs. */
    target: text(),
    state: choice("open", "done", "refused"),
    /** JSON: what came of it. */
    result: text(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["intentKey"]], indexes: [["userId"], ["createdAt"]] },
);
