import type { Columns, RowOf } from "./columns.ts";

/** The value a driver gave under a name, if any. */
export function valueIn(row: unknown, name: string): unknown {
  if (typeof row !== "object" || row === null) return undefined;
  const value: unknown = Reflect.get(row, name);
  return value;
}

/** What a driver answered as a row of these columns; throws when a value is not what its column holds. */
export function decodeRow<C extends Columns>(columns: C, row: unknown): RowOf<C> {
  const decoded = Object.entries(columns).map(([name, column]) => [name, column.decode(valueIn(row, name))]);
  // Made column by column from `columns` itself; a mapped type is what Object.fromEntries can't express.
  return Object.fromEntries(decoded) as RowOf<C>;
}

/** Some columns of a row; `valueOf` finds a column's value in what the driver answered. */
export function decodeColumns<C extends Columns, K extends keyof C & string>(
  columns: C,
  names: readonly K[],
  valueOf: (name: K) => unknown,
): Pick<RowOf<C>, K> {
  const decoded = names.map((name) => [name, columns[name]?.decode(valueOf(name))]);
  // As in decodeRow.
  return Object.fromEntries(decoded) as Pick<RowOf<C>, K>;
}

/** Values as the driver gets them. */
export function encodeRow(columns: Columns, values: object): Record<string, unknown> {
  const encoded = Object.entries(values).map(([name, value]: [string, unknown]) => {
    const encode = columns[name]?.encode;
    const encodedValue: unknown = encode === undefined ? value : encode(value);
    return [name, encodedValue] as const;
  });
  return Object.fromEntries(encoded);
}
