import { columnsFor } from "./support/columns.ts";
import type { MigrationContext } from "./support/tables.ts";

const TABLE = "subscription_health";
const COLUMN = "provenAt";

export async function up({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const { optionalTime } = columnsFor(queryInterface);
  await queryInterface.addColumn(TABLE, COLUMN, optionalTime(), { transaction });
}

export async function down({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const generator = queryInterface.queryGenerator as { quoteIdentifier: (name: string) => string };
  const [table, column] = [TABLE, COLUMN].map((name) => generator.quoteIdentifier(name));
  // By hand: for SQLite sequelize would make the table anew.
  await queryInterface.sequelize.query(`ALTER TABLE ${table} DROP COLUMN ${column}`, { transaction });
}
