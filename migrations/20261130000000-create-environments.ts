import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, reference, label, text, sealed, whole, time } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "environments",
      columns: {
        id: id(),
        teamId: reference("teams"),
        name: label(100),
        names: text(),
        variables: sealed(),
        version: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      indexes: [["teamId"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["environments"]);
}
