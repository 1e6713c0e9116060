import { key, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const leases = defineTable("leases", {
  name: key(150, { primaryKey: true }),
  /** `''` when free. */
  holder: key(100),
  fence: whole(),
  until: time(),
  createdAt: time(),
  updatedAt: time(),
});
