import { id, key, reference, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** The groups that teams have in the directory. */
export const directoryGroups = defineTable(
  "directory_groups",
  {
    id: id(),
    teamId: reference(),
    name: key(64),
    gidNumber: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["teamId"], ["name"], ["gidNumber"]] },
);
