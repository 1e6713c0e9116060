import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, reference, key, flag, time, optionalTime, whole } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "alert_preferences",
      columns: {
        id: id(),
        userId: reference("users"),
        tenantId: key(64),
        teamsUserId: key(255),
        conversationId: key(36),
        reviewRequested: flag(),
        assigned: flag(),
        mentioned: flag(),
        checksFailed: flag(),
        pings: flag(),
        quietFrom: key(5),
        quietUntil: key(5),
        quietWeekends: flag(),
        zone: key(64),
        digestAt: optionalTime(),
        version: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["userId"]],
      indexes: [["teamsUserId"]],
    },
    {
      name: "alert_subjects",
      columns: {
        id: id(),
        userId: reference("users"),
        subjectKey: key(300),
        repositoryId: key(20),
        headSha: key(64),
        headAt: optionalTime(),
        held: flag(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["userId", "subjectKey"]],
      indexes: [["subjectKey"], ["repositoryId", "headSha"], ["userId", "held"], ["updatedAt"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["alert_preferences", "alert_subjects"]);
}
