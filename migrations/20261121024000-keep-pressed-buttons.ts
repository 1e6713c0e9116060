import { columnsFor } from "./support/columns.ts";
import type { MigrationContext } from "./support/tables.ts";

export async function up({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const { text } = columnsFor(queryInterface);
  await queryInterface.addColumn(
    "pending_commands",
    "action",
    { ...text(), allowNull: true },
    { transaction },
  );
}

export async function down({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const generator = queryInterface.queryGenerator as { quoteIdentifier: (name: string) => string };
  const table = generator.quoteIdentifier("pending_commands");
  const column = generator.quoteIdentifier("action");
  // By hand: for SQLite sequelize would make the table anew, without its indexes.
  await queryInterface.sequelize.query(`ALTER TABLE ${table} DROP COLUMN ${column}`, { transaction });
}
