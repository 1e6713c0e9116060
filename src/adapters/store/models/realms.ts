import {
  choice,
  id,
  key,
  label,
  optionalKey,
  optionalTime,
  reference,
  text,
  time,
  whole,
} from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const realms = defineTable(
  "realms",
  {
    id: id(),
    teamId: reference(),
    serverId: reference(),
    /** `''` for none. */
    deploymentId: key(36),
    name: label(100),
    /** The name as names are compared: composed, lower case. */
    nameKey: key(400),
    url: text(),
    status: choice("starting", "online", "offline", "failed"),
    /** Null in rows that an older version made. */
    statusSince: optionalTime(),
    /** JSON */
    meta: text(),
    failures: whole(),
    lastError: text(),
    checkedAt: optionalTime(),
    nextCheckAt: optionalTime(),
    /** Null for none. */
    leftOutBy: optionalKey(36),
    version: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["serverId", "nameKey"]],
    indexes: [["teamId", "nameKey"], ["teamId", "id"], ["serverId", "id"], ["nextCheckAt"]],
  },
);
