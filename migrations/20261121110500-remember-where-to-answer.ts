import { columnsFor } from "./support/columns.ts";
import type { MigrationContext } from "./support/tables.ts";

const COLUMNS = [
  { table: "users", column: "personalConversationId" },
  { table: "team_invitations", column: "conversationId" },
  { table: "team_invitations", column: "threadRootId" },
] as const;

export async function up({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const { key } = columnsFor(queryInterface);
  for (const { table, column } of COLUMNS) {
    const kind = key(column === "threadRootId" ? 255 : 36);
    await queryInterface.addColumn(table, column, { ...kind, allowNull: true }, { transaction });
  }
}

export async function down({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const generator = queryInterface.queryGenerator as { quoteIdentifier: (name: string) => string };
  for (const { table, column } of COLUMNS.toReversed()) {
    const [from, what] = [table, column].map((name) => generator.quoteIdentifier(name));
    // By hand: for SQLite sequelize would make the table anew, without its indexes.
    await queryInterface.sequelize.query(`ALTER TABLE ${from} DROP COLUMN ${what}`, { transaction });
  }
}
