import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "realms",
      columns: {
        id: id(),
        teamId: reference("teams"),
        serverId: reference("servers"),
        deploymentId: key(36),
        name: label(100),
        nameKey: key(400),
        url: text(),
        status: key(20),
        meta: text(),
        failures: whole(),
        lastError: text(),
        checkedAt: optionalTime(),
        nextCheckAt: optionalTime(),
        version: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["serverId", "nameKey"]],
      indexes: [["teamId", "nameKey"], ["teamId", "id"], ["serverId", "id"], ["nextCheckAt"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["realms"]);
}
