import { Op } from "sequelize";
import type { Column, Columns } from "./columns.ts";
import type { TeamOutcome } from "./contract/index.ts";
import { nameKey } from "./name-key.ts";
import type { Session } from "./session.ts";
import type { TableDefinition } from "./table-definition.ts";
import { toOutcome, unlessTaken } from "./taken.ts";

/** Tables whose rows are deleted softly, and have a name that is unique in their team while they live. */
interface Named extends Columns {
  readonly id: Column<string>;
  readonly teamId: Column<string>;
  readonly name: Column<string>;
  readonly liveKey: Column<string>;
  readonly deletedAt: Column<Date | null>;
}

/** What is unique while the row lives. */
export function teamNameKey(teamId: string, name: string): string {
  return `${teamId}/${nameKey(name)}`;
}

/** Soft; the name is free again. False when it was deleted before. */
export async function deleteNamed(
  session: Session,
  definition: TableDefinition<Named>,
  id: string,
): Promise<boolean> {
  const change = { deletedAt: session.clock.now(), liveKey: id };
  return (await session.table(definition).update({ id, deletedAt: null }, change)) === 1;
}

/** `gone` also for what lives. */
export async function restoreNamed(
  session: Session,
  definition: TableDefinition<Named>,
  id: string,
): Promise<TeamOutcome> {
  const row = await session.table(definition).findOne({ id });
  if (row === undefined) return "gone";
  const change = { deletedAt: null, liveKey: teamNameKey(row.teamId, row.name) };
  const met = await unlessTaken(session, (inner) =>
    inner.table(definition).update({ id, deletedAt: { [Op.ne]: null } }, change),
  );
  return toOutcome(met);
}
