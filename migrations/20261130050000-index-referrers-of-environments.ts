import { addIndexes, removeIndexes, type IndexSpec, type MigrationContext } from "./support/tables.ts";

const ADDED: readonly IndexSpec[] = ["teams", "clouds", "servers", "projects"].map((table) => ({
  table,
  fields: ["environmentId", "id"],
}));

export async function up(context: MigrationContext): Promise<void> {
  await addIndexes(context, ADDED);
}

export async function down(context: MigrationContext): Promise<void> {
  await removeIndexes(context, ADDED);
}
