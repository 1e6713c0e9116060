import { Op, type WhereOptions } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { MemberState, TeamOfUser, TeamReader, TeamRecord, TeamRepository } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { teamMembers } from "../models/team-members.ts";
import { teams } from "../models/teams.ts";
import { cutName, nameKey } from "../name-key.ts";
import type { Session } from "../session.ts";
import { idAfter, ROWS_PER_STATEMENT } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { toOutcome, unlessTaken } from "../taken.ts";
import { toTeamMemberRecord } from "./team-members.ts";

export function createTeamReader(session: Session): TeamReader {
  const table = session.table(teams);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toTeamRecord(row);
    },
    listByIds: async (ids) => {
      const found: TeamRecord[] = [];
      for (const part of inParts(ids))
        found.push(...(await table.list({ where: { id: anyOf(part) } })).map(toTeamRecord));
      return found;
    },
    findByName: async (tenantId, name) => {
      const row = await table.findOne({ liveKey: liveKey(tenantId, name) });
      return row && toTeamRecord(row);
    },
    listDeletedByName: async (tenantId, name) => {
      const rows = await table.list({
        where: { tenantId, nameKey: nameKey(name), deletedAt: { [Op.ne]: null } },
        order: [
          ["deletedAt", "DESC"],
          ["id", "DESC"],
        ],
      });
      return rows.map(toTeamRecord);
    },
    listForUser: (userId, states = ["active"]) => listOfUser(session, userId, states, { deletedAt: null }),
    listDeletedForUser: (userId) => listOfUser(session, userId, LIVING, { deletedAt: { [Op.ne]: null } }),
    listByTenant: async (tenantId, { after = "", limit }) => {
      const where = idAfter<(typeof teams)["columns"]>({ tenantId, deletedAt: null }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toTeamRecord);
    },
  };
}

const LIVING: readonly MemberState[] = ["created", "invited", "accepted", "active"];

async function listOfUser(
  session: Session,
  userId: string,
  states: readonly MemberState[],
  where: WhereOptions,
): Promise<readonly TeamOfUser[]> {
  const rows = await session
    .table(teamMembers)
    .listJoined(
      { where: { userId, state: anyOf(states) }, order: [["id", "ASC"]], limit: ROWS_PER_STATEMENT },
      { team: { definition: teams, columns: TEAM_COLUMNS, where } },
    );
  return rows.map(({ row, joined }) => ({
    team: toTeamRecord(joined.team),
    member: toTeamMemberRecord(row),
  }));
}

export function createTeamRepository(session: Session): TeamRepository {
  const table = session.table(teams);
  const members = session.table(teamMembers);
  const reader = createTeamReader(session);
  return {
    ...reader,
    create: async ({ tenantId, name, ownerId }) => {
      const row = {
        id: newId(),
        tenantId,
        name: cutName(name),
        nameKey: nameKey(name),
        liveKey: liveKey(tenantId, name),
        ownerId,
        environmentId: "",
        itemPattern: null,
        deletedAt: null,
      };
      return unlessTaken(session, async (inner) => {
        await inner.table(teams).insert(row);
        return toTeamRecord(row);
      });
    },
    rename: async (id, name) => {
      const team = await reader.find(id);
      if (team === undefined) return "gone";
      const change = { name, nameKey: nameKey(name), liveKey: liveKey(team.tenantId, name) };
      const met = await unlessTaken(session, (inner) =>
        inner.table(teams).update({ id, deletedAt: null }, change),
      );
      return toOutcome(met);
    },
    delete: async (id) => {
      const deletedAt = session.clock.now();
      return (await table.update({ id, deletedAt: null }, { deletedAt, liveKey: id })) === 1;
    },
    restore: async (id) => {
      const team = await reader.find(id);
      if (team === undefined) return "gone";
      const change = { deletedAt: null, liveKey: liveKey(team.tenantId, team.name) };
      const met = await unlessTaken(session, (inner) =>
        inner.table(teams).update({ id, deletedAt: { [Op.ne]: null } }, change),
      );
      return toOutcome(met);
    },
    setOwner: async (id, from, to) => {
      const heir = { teamId: id, userId: to };
      // A write of nothing new: the heir can't leave before the commit.
      if ((await members.update({ ...heir, state: "active" }, {})) === 0) return false;
      const met = await table.update({ id, ownerId: from, deletedAt: null }, { ownerId: to });
      if (met === 0) return false;
      await members.update({ teamId: id, userId: from, role: "owner" }, { role: "admin" });
      await members.update(heir, { role: "owner" });
      return true;
    },
    setEnvironment: async (id, from, to) =>
      (await table.update({ id, environmentId: from, deletedAt: null }, { environmentId: to })) === 1,
    setItemPattern: async (id, from, to) => {
      const where = { id, itemPattern: from === "" ? null : from, deletedAt: null };
      return (await table.update(where, { itemPattern: to === "" ? null : to })) === 1;
    },
  };
}

const TEAM_COLUMNS = [
  "id",
  "tenantId",
  "name",
  "ownerId",
  "environmentId",
  "itemPattern",
  "deletedAt",
] as const;

function liveKey(tenantId: string, name: string): string {
  return `${tenantId}/${nameKey(name)}`;
}

type Fields = Pick<RowIn<typeof teams>, (typeof TEAM_COLUMNS)[number]>;

function toTeamRecord({ deletedAt, itemPattern, ...row }: Fields): TeamRecord {
  const { id, tenantId, name, ownerId, environmentId } = row;
  return {
    ...{ id, tenantId, name, ownerId, environmentId, itemPattern: itemPattern ?? "" },
    ...(deletedAt !== null && { deletedAt }),
  };
}
