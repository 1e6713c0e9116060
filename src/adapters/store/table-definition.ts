import type { Columns, RowOf } from "./columns.ts";

/** One table as the models know it. Migrations make it; a test holds the two together. */
export interface TableDefinition<C extends Columns> {
  readonly name: string;
  readonly columns: C;
  /** Column lists that are unique together. */
  readonly unique: readonly (readonly string[])[];
  /** Column lists that are looked up by. */
  readonly indexes: readonly (readonly string[])[];
}

export type ColumnName<C extends Columns> = keyof C & string;

export function defineTable<C extends Columns>(
  name: string,
  columns: C,
  keys: {
    readonly unique?: readonly (readonly ColumnName<C>[])[];
    readonly indexes?: readonly (readonly ColumnName<C>[])[];
  } = {},
): TableDefinition<C> {
  return { name, columns, unique: keys.unique ?? [], indexes: keys.indexes ?? [] };
}

/** The row type of a table: `RowIn<typeof users>`. */
export type RowIn<D> = D extends TableDefinition<infer C> ? RowOf<C> : never;
