import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, sealed, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "clouds",
      columns: {
        id: id(),
        teamId: reference("teams"),
        environmentId: key(36),
        name: label(100),
        nameKey: key(400),
        liveKey: key(437),
        provider: key(40),
        privateNetwork: text(),
        address: text(),
        region: text(),
        credentials: sealed(),
        settings: text(),
        state: key(20),
        lastError: text(),
        verifiedAt: optionalTime(),
        checkedAt: time(),
        version: whole(),
        deletedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["liveKey"]],
      indexes: [
        ["teamId", "nameKey"],
        ["teamId", "id"],
        ["deletedAt", "checkedAt"],
      ],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["clouds"]);
}
