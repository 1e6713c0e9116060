import { key, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** Which migrations were run, named without their extension. */
export const schemaMigrations = defineTable("schema_migrations", {
  name: key(150, { primaryKey: true }),
  createdAt: time(),
});
