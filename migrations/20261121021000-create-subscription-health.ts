import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, text, time, optionalTime } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "subscription_health",
      columns: {
        id: id(),
        lastDeliveryAt: optionalTime(),
        lastErrorAt: optionalTime(),
        lastError: text(),
        refusedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["subscription_health"]);
}
