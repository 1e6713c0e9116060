import { columnsFor } from "./support/columns.ts";
import type { MigrationContext } from "./support/tables.ts";

export async function up({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const { sealed } = columnsFor(queryInterface);
  await queryInterface.addColumn("deployments", "masked", sealed(), { transaction });
}

export async function down({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const generator = queryInterface.queryGenerator as { quoteIdentifier: (name: string) => string };
  const [table, column] = ["deployments", "masked"].map((name) => generator.quoteIdentifier(name));
  // By hand: for SQLite sequelize would make the table anew, without its indexes.
  await queryInterface.sequelize.query(`ALTER TABLE ${table} DROP COLUMN ${column}`, { transaction });
}
