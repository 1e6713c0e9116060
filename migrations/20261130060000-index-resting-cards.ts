import { addIndexes, removeIndexes, type IndexSpec, type MigrationContext } from "./support/tables.ts";

const ADDED: readonly IndexSpec[] = [{ table: "cards", fields: ["updatedAt", "subjectKey"] }];

export async function up(context: MigrationContext): Promise<void> {
  await addIndexes(context, ADDED);
}

export async function down(context: MigrationContext): Promise<void> {
  await removeIndexes(context, ADDED);
}
