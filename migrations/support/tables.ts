import type { ModelAttributes, QueryInterface, Transaction } from "sequelize";

// As in columns.ts: add here, never change.

/** What each migration's `up` and `down` get. */
export interface MigrationContext {
  readonly queryInterface: QueryInterface;
  readonly transaction: Transaction;
}

export interface TableSpec {
  readonly name: string;
  readonly columns: ModelAttributes;
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[])[];
}

/** Makes tables with their indexes, named `<table>_<column>…` (`…_key` when unique), in order. */
export async function createTables(context: MigrationContext, tables: readonly TableSpec[]): Promise<void> {
  const { queryInterface, transaction } = context;
  for (const { name, columns, unique = [], indexes = [] } of tables) {
    await queryInterface.createTable(name, columns, { transaction, ...charsetOf(queryInterface) });
    for (const fields of unique) {
      const index = { name: indexName(name, fields, "key"), unique: true, transaction };
      await queryInterface.addIndex(name, [...fields], index);
    }
    for (const fields of indexes)
      await queryInterface.addIndex(name, [...fields], { name: indexName(name, fields, "idx"), transaction });
  }
}

/** Drops tables, the last made first. */
export async function dropTables(
  { queryInterface, transaction }: MigrationContext,
  names: readonly string[],
): Promise<void> {
  for (const name of names.toReversed()) await queryInterface.dropTable(name, { transaction });
}

/** An index that a table gets after it was made. */
export interface IndexSpec {
  readonly table: string;
  readonly fields: readonly string[];
}

export async function addIndexes(
  { queryInterface, transaction }: MigrationContext,
  indexes: readonly IndexSpec[],
): Promise<void> {
  for (const { table, fields } of indexes)
    await queryInterface.addIndex(table, [...fields], { name: indexName(table, fields, "idx"), transaction });
}

/** Removes what `addIndexes` made, the last first. */
export async function removeIndexes(
  { queryInterface, transaction }: MigrationContext,
  indexes: readonly IndexSpec[],
): Promise<void> {
  for (const { table, fields } of indexes.toReversed())
    await queryInterface.removeIndex(table, indexName(table, fields, "idx"), { transaction });
}

/** PostgreSQL cuts names at 63 bytes: long ones end in the number of their columns' letters instead. */
function indexName(table: string, fields: readonly string[], ending: string): string {
  const full = `${table}_${fields.join("_")}_${ending}`;
  if (full.length <= 60) return full;
  return `${table}_${fields.map((field) => field.slice(0, 6)).join("_")}_${ending}`.slice(0, 60);
}

function charsetOf(queryInterface: QueryInterface): { charset?: string; engine?: string } {
  return queryInterface.sequelize.getDialect() === "mariadb" ? { charset: "utf8mb4", engine: "InnoDB" } : {};
}
