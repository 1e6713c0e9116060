import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, looseReference, key, time } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "card_items",
      columns: {
        id: id(),
        conversationId: looseReference(),
        subjectKey: key(300),
        part: key(120),
        connectionId: looseReference(),
        itemHash: key(64),
        createdAt: time(),
      },
      unique: [["conversationId", "subjectKey", "part"]],
      indexes: [["connectionId", "itemHash"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["card_items"]);
}
