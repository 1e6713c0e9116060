import { addIndexes, removeIndexes, type IndexSpec, type MigrationContext } from "./support/tables.ts";

const ADDED: readonly IndexSpec[] = [
  { table: "users", fields: ["tenantId", "email"] },
  { table: "users", fields: ["tenantId", "teamsUserId"] },
  { table: "conversations", fields: ["ploystTeamId"] },
  { table: "events", fields: ["actorId", "at"] },
  { table: "events", fields: ["tenantId", "at"] },
];

export async function up(context: MigrationContext): Promise<void> {
  await addIndexes(context, ADDED);
}

export async function down(context: MigrationContext): Promise<void> {
  await removeIndexes(context, ADDED);
}
