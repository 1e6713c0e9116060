import { key, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** What the next number of each sequence is. Numbers are never given back. */
export const posixNumbers = defineTable("posix_numbers", {
  sequence: key(40, { primaryKey: true }),
  next: whole(),
  createdAt: time(),
  updatedAt: time(),
});
