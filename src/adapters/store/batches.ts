import { Op, type WhereOptions } from "sequelize";
import type { Column } from "./columns.ts";
import { ROWS_PER_STATEMENT, type Table, type Where } from "./table.ts";

interface WithId {
  readonly [name: string]: Column<unknown>;
  readonly id: Column<string>;
}

/** Deletes at most `limit` rows that meet the condition, in statements of bounded size; answers how many. */
export async function pruneById<C extends WithId>(
  table: Table<C>,
  where: Where<C>,
  limit: number,
): Promise<number> {
  let deleted = 0;
  while (deleted < limit) {
    const wanted = Math.min(limit - deleted, ROWS_PER_STATEMENT);
    const ids = await table.listColumn("id", { where, limit: wanted });
    if (ids.length > 0) deleted += await table.delete(idsAre<C>(ids));
    if (ids.length < wanted) break;
  }
  return deleted;
}

function idsAre<C extends WithId>(ids: readonly unknown[]): Where<C> {
  const condition: WhereOptions = { id: { [Op.in]: [...ids] } };
  return condition;
}

/** A column holds one of these (at most ROWS_PER_STATEMENT) values. */
export function anyOf(values: readonly string[]): { [Op.in]: string[] } {
  return { [Op.in]: [...values] };
}

/** A long list without repeats in parts that one statement may take. */
export function inParts<T>(values: readonly T[], size: number = ROWS_PER_STATEMENT): readonly T[][] {
  const all = [...new Set(values)];
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += size) parts.push(all.slice(start, start + size));
  return parts;
}
