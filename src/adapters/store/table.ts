import {
  Op,
  col,
  fn,
  literal,
  type FindOptions,
  type IncludeOptions,
  type Model,
  type ModelStatic,
  type QueryInterface,
  type Transaction,
  type WhereOptions,
} from "sequelize";
import type { Clock } from "../../core/clock.ts";
import type { Columns, RowOf } from "./columns.ts";
import type { Models } from "./models.ts";
import { insertBound } from "./sqlite/bound-insert.ts";
import { decodeColumns, decodeRow, encodeRow, valueIn } from "./rows.ts";
import type { ColumnName, TableDefinition } from "./table-definition.ts";

/** No statement touches more rows than this (SQL Server takes at most 1,000 in one VALUES). */
export const ROWS_PER_STATEMENT = 500;

type Literal = ReturnType<typeof literal>;
type Stamp = "createdAt" | "updatedAt";
type Direction = "ASC" | "DESC";

/** A row to insert; the table stamps it. */
export type NewRow<C extends Columns> = Omit<RowOf<C>, Stamp>;
export type Change<C extends Columns> = {
  readonly [K in Exclude<keyof C, Stamp>]?: RowOf<C>[K] | Literal;
};
export type Where<C extends Columns> = WhereOptions<RowOf<C>>;

export interface ListOptions<C extends Columns> {
  readonly where: Where<C>;
  readonly order?: readonly (readonly [ColumnName<C>, Direction])[];
  /** At most (and without it) ROWS_PER_STATEMENT. */
  readonly limit?: number;
}

export interface GroupOptions<C extends Columns, K extends ColumnName<C>> {
  readonly where: Where<C>;
  readonly by: K;
  readonly least: ColumnName<C>;
  readonly limit: number;
  /** `by` must be the id of one of these rows: those of a table with a value in a column. */
  readonly among: { readonly table: string; readonly column: string; readonly value: string };
}

/** A table beside the one that is listed; its rows are required. */
export interface Join<C extends Columns, K extends string> {
  readonly definition: TableDefinition<C>;
  readonly columns: readonly K[];
  readonly where?: WhereOptions;
}
type Joins = Readonly<Record<string, Join<Columns, string>>>;
type Joined<J extends Joins> = {
  [N in keyof J]: J[N] extends Join<infer C, infer K> ? Pick<RowOf<C>, K & keyof C> : never;
};

export interface TableContext {
  readonly models: Models;
  readonly queryInterface: QueryInterface;
  /** Absent outside transactions, where only reading is offered. */
  readonly transaction: Transaction | undefined;
  readonly clock: Clock;
}

/** One table's statements, in one transaction. Values come back decoded; no instance of sequelize leaves it. */
export class Table<C extends Columns> {
  readonly #definition: TableDefinition<C>;
  readonly #context: TableContext;

  constructor(definition: TableDefinition<C>, context: TableContext) {
    this.#definition = definition;
    this.#context = context;
  }

  /** Made when the first statement needs it. */
  get #model(): ModelStatic<Model> {
    return this.#context.models.get(this.#definition.name);
  }

  async findOne(where: Where<C>, order?: ListOptions<C>["order"]): Promise<RowOf<C> | undefined> {
    const [row] = await this.list({ where, limit: 1, ...(order && { order }) });
    return row;
  }

  async list(options: ListOptions<C>): Promise<RowOf<C>[]> {
    const rows: unknown[] = await this.#model.findAll(this.#options(options));
    return rows.map((row) => decodeRow(this.#definition.columns, row));
  }

  /** All rows, whatever their number, in the order of their ids (only for tables with an `id`). */
  async listAll(where: Where<C>): Promise<RowOf<C>[]> {
    return listByCursor((after) => this.list({ where: idAfter(where, after), order: [["id", "ASC"]] }));
  }

  /** Some columns of the rows: for what needn't read blobs and long texts. */
  async listColumns<K extends ColumnName<C>>(
    columns: readonly K[],
    options: ListOptions<C>,
  ): Promise<Pick<RowOf<C>, K>[]> {
    const rows: unknown[] = await this.#model.findAll({
      ...this.#options(options),
      attributes: [...columns],
    });
    return rows.map((row) => decodeColumns(this.#definition.columns, columns, (name) => valueIn(row, name)));
  }

  async listColumn<K extends ColumnName<C>>(column: K, options: ListOptions<C>): Promise<RowOf<C>[K][]> {
    return (await this.listColumns([column], options)).map((row) => row[column]);
  }

  /** Rows with those of joined tables beside them, by the names of the associations in models.ts. */
  async listJoined<J extends Joins>(
    options: ListOptions<C>,
    joins: J,
  ): Promise<{ readonly row: RowOf<C>; readonly joined: Joined<J> }[]> {
    const include: IncludeOptions[] = Object.entries(joins).map(([association, join]) => ({
      association,
      attributes: [...join.columns],
      required: true,
      ...(join.where && { where: join.where }),
    }));
    const rows: unknown[] = await this.#model.findAll({ ...this.#options(options), include });
    return rows.map((row) => ({
      row: decodeRow(this.#definition.columns, row),
      joined: decodeJoins<J>(joins, row),
    }));
  }

  /** The distinct values of `by`, those with the least `least` first. */
  async listGroups<K extends ColumnName<C>>(options: GroupOptions<C, K>): Promise<RowOf<C>[K][]> {
    const { where, by, limit, among } = options;
    // A subquery, not a join: beside a join sequelize orders by the ungrouped id, which SQL Server refuses.
    const rows: unknown[] = await this.#model.findAll({
      ...this.#options({ where, limit }),
      where: { [Op.and]: [where, this.#isAmong(by, among)] },
      attributes: [by],
      group: [by],
      order: [[fn("MIN", col(options.least)), "ASC"]],
    });
    const { columns } = this.#definition;
    return rows.map((row) => decodeColumns(columns, [by], (name) => valueIn(row, name))[by]);
  }

  /** The least value of a column, or undefined without rows. */
  async least<K extends ColumnName<C>>(column: K, where: Where<C>): Promise<RowOf<C>[K] | undefined> {
    const [value] = await this.listColumn(column, { where, order: [[column, "ASC"]], limit: 1 });
    return value;
  }

  async count(where: Where<C>): Promise<number> {
    return this.#model.count({ where, ...this.#inTransaction() });
  }

  /** How many rows there are of each value of a column. */
  async countBy(column: ColumnName<C>, where: Where<C> = {}): Promise<Readonly<Record<string, number>>> {
    const counts = await this.#model.count({
      where,
      attributes: [column],
      group: [column],
      ...this.#inTransaction(),
    });
    return Object.fromEntries(counts.map((each) => [String(each[column]), each.count]));
  }

  async insert(row: NewRow<C>): Promise<void> {
    await this.insertMany([row]);
  }

  async insertMany(rows: readonly NewRow<C>[]): Promise<void> {
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
      const batch = rows
        .slice(start, start + ROWS_PER_STATEMENT)
        .map((row) => this.#stamped(row, ["createdAt", "updatedAt"]));
      if (await insertBound(this.#context.transaction, this.#definition, batch)) continue;
      await this.#model.bulkCreate(batch, {
        validate: false,
        hooks: false,
        returning: false,
        ...this.#inTransaction(),
      });
    }
  }

  /** Answers how many rows the condition met (that they were met, not that they changed). */
  async update(where: Where<C>, change: Change<C>): Promise<number> {
    return this.#write(where, this.#stamped(change, ["updatedAt"]));
  }

  /** As `update`, of what says the same as before: `updatedAt` stays. */
  async rewrite(where: Where<C>, change: Change<C>): Promise<number> {
    return this.#write(where, this.#stamped(change, []));
  }

  async #write(where: Where<C>, values: Record<string, unknown>): Promise<number> {
    const [met] = await this.#model.update(values, {
      where,
      validate: false,
      hooks: false,
      sideEffects: false,
      ...this.#inTransaction(),
    });
    return met;
  }

  async delete(where: Where<C>): Promise<number> {
    return this.#model.destroy({ where, hooks: false, ...this.#inTransaction() });
  }

  /** `column + by`, for an update. */
  plus(column: ColumnName<C>, by: number): Literal {
    return literal(`${this.#context.queryInterface.quoteIdentifier(column)} + ${Math.trunc(by)}`);
  }

  #isAmong(by: string, { table, column, value }: GroupOptions<C, ColumnName<C>>["among"]): Literal {
    const { queryInterface } = this.#context;
    const quoted = (...names: string[]): string =>
      names.map((name) => queryInterface.quoteIdentifier(name)).join(".");
    const same = `${quoted(table, "id")} = ${quoted(this.#definition.name, by)}`;
    const condition = `${quoted(table, column)} = ${queryInterface.sequelize.escape(value)}`;
    return literal(`EXISTS (SELECT 1 FROM ${quoted(table)} WHERE ${same} AND ${condition})`);
  }

  #options({ where, order, limit }: ListOptions<C>): FindOptions {
    return {
      where,
      raw: true,
      attributes: Object.keys(this.#definition.columns),
      limit: Math.min(limit ?? ROWS_PER_STATEMENT, ROWS_PER_STATEMENT),
      ...(order && { order: order.map(([column, direction]) => [column, direction]) }),
      ...this.#inTransaction(),
    };
  }

  #inTransaction(): { transaction?: Transaction } {
    const { transaction } = this.#context;
    return transaction === undefined ? {} : { transaction };
  }

  #stamped(values: object, stamps: readonly Stamp[]): Record<string, unknown> {
    const { columns } = this.#definition;
    const now = this.#context.clock.now();
    const known = stamps.filter((stamp) => stamp in columns);
    return { ...Object.fromEntries(known.map((stamp) => [stamp, now])), ...encodeRow(columns, values) };
  }
}

function decodeJoins<J extends Joins>(joins: J, row: unknown): Joined<J> {
  const decoded = Object.entries(joins).map(([join, { definition, columns }]) => [
    join,
    decodeColumns(definition.columns, columns, (name) => valueIn(row, `${join}.${name}`)),
  ]);
  // Made join by join from `joins` itself; a mapped type is what Object.fromEntries can't express.
  return Object.fromEntries(decoded) as Joined<J>;
}

/** `where`, for the rows whose id comes after `after`. */
export function idAfter<C extends Columns>(where: Where<C>, after: string): Where<C> {
  const condition: WhereOptions = after === "" ? where : { [Op.and]: [where, { id: { [Op.gt]: after } }] };
  return condition;
}

/** Asks page after page until one isn't full; the next begins after the last row's id. */
export async function listByCursor<T>(
  page: (after: string) => Promise<readonly T[]>,
  idOf: (row: T) => string = (row) => String(valueIn(row, "id")),
): Promise<T[]> {
  const rows: T[] = [];
  for (let after = ""; ;) {
    const next = await page(after);
    rows.push(...next);
    const last = next.at(-1);
    if (last === undefined || next.length < ROWS_PER_STATEMENT) return rows;
    after = idOf(last);
  }
}
