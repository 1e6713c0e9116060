import { id, key, label, optionalKey, optionalTime, reference, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const teams = defineTable(
  "teams",
  {
    id: id(),
    tenantId: key(64),
    name: label(100),
    /** The name as names are compared: composed, lower case. */
    nameKey: key(400),
    /** `tenantId/nameKey` while the team lives, the row's id otherwise. */
    liveKey: key(465),
    ownerId: reference(),
    /** `''` for none. */
    environmentId: key(36),
    /** Where keys of work items stand in names of branches and titles; null for wherever they are spelled out. */
    itemPattern: optionalKey(200),
    deletedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["liveKey"]],
    indexes: [["tenantId", "nameKey"], ["tenantId", "id"], ["ownerId"], ["environmentId", "id"]],
  },
);
