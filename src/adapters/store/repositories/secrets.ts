import { Op, type WhereOptions } from "sequelize";
import { isFault } from "../../../core/errors.ts";
import type { Page, RewrappedPage, SecretRepository, UnreadableSecret } from "../contract/index.ts";
import { listSealedTables, type SealedTable } from "../sealed-columns.ts";
import { valueIn } from "../rows.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";

export function createSecretRepository(session: Session): SecretRepository {
  return {
    listTables: () => listSealedTables().map(({ definition }) => definition.name),
    rewrap: async (name, page) => {
      const table = listSealedTables().find(({ definition }) => definition.name === name);
      if (table === undefined) throw new RangeError(`${name} has no sealed columns`);
      return rewrapPage(session, table, page);
    },
  };
}

/** A sealed value, and where it stands. */
interface Sealed {
  readonly id: string;
  readonly column: string;
  readonly value: string;
}

async function rewrapPage(session: Session, sealed: SealedTable, page: Page): Promise<RewrappedPage> {
  const { values, last } = await listSealed(session, sealed, page);
  const unreadable: UnreadableSecret[] = [];
  let [rewrapped, missed] = [0, 0];
  for (const each of values) {
    const wrapped = wrap(session, sealed.definition.name, each);
    if (typeof wrapped !== "string") unreadable.push(wrapped);
    else if (wrapped !== each.value) {
      const isWritten = await replace(session, sealed, each, wrapped);
      rewrapped += isWritten ? 1 : 0;
      missed += isWritten ? 0 : 1;
    }
  }
  return { ...(last !== undefined && { last }), values: values.length, rewrapped, missed, unreadable };
}

async function listSealed(
  session: Session,
  { definition, columns }: SealedTable,
  { after = "", limit }: Page,
): Promise<{ readonly values: readonly Sealed[]; readonly last: string | undefined }> {
  const filled: WhereOptions = { [Op.or]: columns.map((column) => ({ [column]: { [Op.ne]: null } })) };
  // Always after some id, and be it the empty one: the rows are found in the order of the primary key.
  const where: WhereOptions = { [Op.and]: [{ id: { [Op.gt]: after } }, filled] };
  const rows = await session
    .table(definition)
    .listColumns(["id", ...columns], { where, order: [["id", "ASC"]], limit });
  const idOf = (row: object): string => String(valueIn(row, "id"));
  const values = rows.flatMap((row) =>
    columns.flatMap((column) => {
      const value = row[column];
      return typeof value === "string" ? [{ id: idOf(row), column, value }] : [];
    }),
  );
  const last = rows.at(-1);
  return { values, last: last && idOf(last) };
}

function wrap(session: Session, table: string, { id, column, value }: Sealed): string | UnreadableSecret {
  try {
    return rowSecrets(session.vault, table, id).rewrap(column, value);
  } catch (error) {
    if (isFault(error, "SECRET_KEY_UNKNOWN") || isFault(error, "SECRET_UNREADABLE"))
      return { id, column, reason: error.sentence };
    throw error;
  }
}

/** False when it is another value by now. */
async function replace(
  session: Session,
  { definition }: SealedTable,
  { id, column, value }: Sealed,
  wrapped: string,
): Promise<boolean> {
  const unchanged: WhereOptions = { id, [column]: value };
  return (await session.table(definition).rewrite(unchanged, { [column]: wrapped })) === 1;
}
