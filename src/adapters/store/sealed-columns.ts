import type { Column, Columns } from "./columns.ts";
import { tableDefinitions } from "./models.ts";
import type { TableDefinition } from "./table-definition.ts";

interface WithId extends Columns {
  readonly id: Column<string>;
}

/** A table with columns that hold sealed values. */
export interface SealedTable {
  readonly definition: TableDefinition<WithId>;
  readonly columns: readonly string[];
}

/** Every sealed column there is, by what kind the models say that it is: none can be forgotten. */
export function listSealedTables(): readonly SealedTable[] {
  return tableDefinitions.flatMap((definition) => {
    const columns = Object.entries(definition.columns).flatMap(([name, { isSealed }]) =>
      isSealed === true ? [name] : [],
    );
    if (columns.length === 0) return [];
    if (!hasId(definition)) throw new TypeError(`${definition.name} has sealed columns, but no id`);
    return [{ definition, columns }];
  });
}

function hasId(definition: TableDefinition<Columns>): definition is TableDefinition<WithId> {
  return "id" in definition.columns;
}
