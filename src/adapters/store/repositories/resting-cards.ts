import { Op, type WhereOptions } from "sequelize";
import { anyOf, inParts } from "../batches.ts";
import type { RestingCards } from "../contract/index.ts";
import { cardItems } from "../models/card-items.ts";
import { cards } from "../models/cards.ts";
import type { Session } from "../session.ts";
import type { Where } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

/** Cards whose items one statement deletes. */
const CARDS_PER_STATEMENT = 50;

type Row = Pick<RowIn<typeof cards>, "id" | "conversationId" | "subjectKey">;

/** CardRepository.prune. */
export async function pruneCards(session: Session, resting: RestingCards, limit: number): Promise<number> {
  const table = session.table(cards);
  const where = toCondition(resting);
  const rows = await table.listColumns(["id", "conversationId", "subjectKey"], {
    where,
    order: [["updatedAt", "ASC"]],
    limit,
  });
  if (rows.length === 0) return 0;
  const ids = anyOf(rows.map(({ id }) => id));
  // Asked again: an event may have changed one of them in between.
  const deleted = await table.delete({ id: ids, updatedAt: { [Op.lt]: resting.before } });
  const left = new Set(deleted === rows.length ? [] : await table.listColumn("id", { where: { id: ids } }));
  await deleteItems(
    session,
    rows.filter(({ id }) => !left.has(id)),
  );
  return deleted;
}

async function deleteItems(session: Session, gone: readonly Row[]): Promise<void> {
  const table = session.table(cardItems);
  for (const part of inParts(gone, CARDS_PER_STATEMENT)) {
    const shownBy = part.map(({ conversationId, subjectKey }) => ({ conversationId, subjectKey }));
    await table.delete({ [Op.or]: shownBy });
  }
}

function toCondition({ before, kinds }: RestingCards): Where<(typeof cards)["columns"]> {
  const condition: WhereOptions = {
    updatedAt: { [Op.lt]: before },
    ...(kinds !== undefined && { subjectKey: { [Op.or]: kinds.map(toRange) } }),
  };
  return condition;
}

/** Not LIKE, which takes capital letters for small ones on some databases. `;` comes after `:`. */
function toRange(kind: string): { [Op.gte]: string; [Op.lt]: string } {
  return { [Op.gte]: `${kind}:`, [Op.lt]: `${kind};` };
}
