import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, looseReference, key, text, sealed, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "service_connections",
      columns: {
        id: id(),
        ownerType: key(20),
        ownerId: looseReference(),
        provider: key(40),
        baseUrl: text(),
        credentials: sealed(),
        settings: text(),
        webhookSecretHash: key(128),
        state: key(20),
        lastError: text(),
        verifiedAt: optionalTime(),
        checkedAt: time(),
        version: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["ownerId", "ownerType", "provider"]],
      indexes: [["state", "checkedAt"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["service_connections"]);
}
