import { columnsFor } from "./support/columns.ts";
import type { MigrationContext } from "./support/tables.ts";

export async function up({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const { key, optionalTime } = columnsFor(queryInterface);
  const columns = { statusSince: optionalTime(), leftOutBy: { ...key(36), allowNull: true } };
  for (const [name, kind] of Object.entries(columns))
    await queryInterface.addColumn("realms", name, kind, { transaction });
}

export async function down({ queryInterface, transaction }: MigrationContext): Promise<void> {
  const generator = queryInterface.queryGenerator as { quoteIdentifier: (name: string) => string };
  const table = generator.quoteIdentifier("realms");
  for (const name of ["leftOutBy", "statusSince"]) {
    // By hand: for SQLite sequelize would make the table anew, without its indexes.
    const column = generator.quoteIdentifier(name);
    await queryInterface.sequelize.query(`ALTER TABLE ${table} DROP COLUMN ${column}`, { transaction });
  }
}
