import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, reference, key, label, text, whole, time, optionalTime } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "schedules",
      columns: {
        id: id(),
        conversationId: reference("conversations"),
        number: whole(),
        creatorId: reference("chatopsgithubuser"),
        ghArtifactId: key(20),
        ghArtifactName: label(200),
        ghArtifactType: key(20),
        days: key(20),
        timeOfDay: key(5),
        zone: key(64),
        filters: text(),
        state: key(20),
        stateReason: text(),
        nextRunAt: optionalTime(),
        lastRunAt: optionalTime(),
        missingSince: optionalTime(),
        warnedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["conversationId", "number"]],
      indexes: [["state", "nextRunAt"], ["creatorId"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["schedules"]);
}
