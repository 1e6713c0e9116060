import { id, key, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const gitHostKeys = defineTable(
  "git_host_keys",
  {
    id: id(),
    host: key(300),
    /** A JSON list. */
    publicKeys: text(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["host"]] },
);
