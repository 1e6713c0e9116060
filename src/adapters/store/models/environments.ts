import { id, label, reference, sealed, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const environments = defineTable(
  "environments",
  {
    id: id(),
    teamId: reference(),
    name: label(100),
    /** JSON: a list of the variables' names. */
    names: text(),
    /** JSON: a list of names, each with its value. */
    variables: sealed(),
    version: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  { indexes: [["teamId"]] },
);
