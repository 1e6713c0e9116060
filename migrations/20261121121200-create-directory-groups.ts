import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, reference, key, whole, time } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "directory_groups",
      columns: {
        id: id(),
        teamId: reference("teams"),
        name: key(64),
        gidNumber: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["teamId"], ["name"], ["gidNumber"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["directory_groups"]);
}
