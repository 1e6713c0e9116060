import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

const CARDS_BY_ROOT = "cards_conversationId_rootActivityId_idx";

export async function up(context: MigrationContext): Promise<void> {
  const { id, reference, key, text, time } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "action_intents",
      columns: {
        id: id(),
        intentKey: key(100),
        userId: reference("users"),
        kind: key(40),
        target: text(),
        state: key(20),
        result: text(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["intentKey"]],
      indexes: [["userId"], ["createdAt"]],
    },
  ]);
  await context.queryInterface.addIndex("cards", ["conversationId", "rootActivityId"], {
    name: CARDS_BY_ROOT,
    transaction: context.transaction,
  });
}

export async function down(context: MigrationContext): Promise<void> {
  await context.queryInterface.removeIndex("cards", CARDS_BY_ROOT, { transaction: context.transaction });
  await dropTables(context, ["action_intents"]);
}
