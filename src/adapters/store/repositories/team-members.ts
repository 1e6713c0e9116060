import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type {
  MemberState,
  TeamMemberReader,
  TeamMemberRecord,
  TeamMemberRepository,
  Transition,
} from "../contract/index.ts";
import { anyOf } from "../batches.ts";
import { readNames, writeJson } from "../json-text.ts";
import { teamMembers } from "../models/team-members.ts";
import { teams } from "../models/teams.ts";
import { users } from "../models/users.ts";
import type { Session } from "../session.ts";
import { idAfter, type Change } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";
import { moveState } from "../transitions.ts";

type MemberColumns = (typeof teamMembers)["columns"];

export function createTeamMemberReader(session: Session): TeamMemberReader {
  const table = session.table(teamMembers);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toTeamMemberRecord(row);
    },
    findByUser: async (teamId, userId) => {
      const row = await table.findOne({ teamId, userId });
      return row && toTeamMemberRecord(row);
    },
    list: async (teamId, { after = "", limit }, states) => {
      const wanted = { teamId, ...(states && { state: anyOf(states) }) };
      const rows = await table.listJoined(
        { where: idAfter<MemberColumns>(wanted, after), order: [["id", "ASC"]], limit },
        { user: { definition: users, columns: USER_COLUMNS } },
      );
      return rows.map(({ row, joined }) => ({ ...toTeamMemberRecord(row), user: joined.user }));
    },
    listAdministrators: async (teamId, limit) => {
      const where = { teamId, state: "active", role: anyOf(["owner", "admin"]) };
      const rows = await table.listJoined(
        {
          where,
          order: [
            ["role", "DESC"],
            ["id", "ASC"],
          ],
          limit,
        },
        { user: { definition: users, columns: USER_COLUMNS } },
      );
      return rows.map(({ row, joined }) => ({ ...toTeamMemberRecord(row), user: joined.user }));
    },
    countOwners: (teamId) => table.count({ teamId, role: "owner", state: "active" }),
  };
}

export function createTeamMemberRepository(session: Session): TeamMemberRepository {
  const table = session.table(teamMembers);
  const move = (
    id: string,
    from: readonly MemberState[],
    to: MemberState,
    change: Change<MemberColumns> = {},
  ): Promise<Transition<MemberState> | undefined> =>
    moveState({
      find: () => table.findOne({ id }),
      from,
      to,
      write: (state) => table.update({ id, state }, { ...change, state: to }),
    });
  return {
    ...createTeamMemberReader(session),
    create: async ({ teamId, userId, role, permissions, state = "created" }) => {
      const row = { id: newId(), teamId, userId, role, permissions: writeJson(permissions), state };
      return unlessTaken(session, async (inner) => {
        await inner.table(teamMembers).insert(row);
        return toTeamMemberRecord(row);
      });
    },
    invite: (id) => move(id, ["created"], "invited"),
    accept: (id) => move(id, ["created", "invited"], "accepted"),
    activate: (id) => move(id, ["accepted"], "active"),
    expire: (id) => move(id, ["created", "invited", "accepted"], "expired"),
    withdraw: (id) =>
      moveState({
        find: () => table.findOne({ id }),
        from: ["created", "invited", "accepted", "active"],
        to: "withdrawn",
        write: (state) => table.update({ id, state, role: { [Op.ne]: "owner" } }, { state: "withdrawn" }),
      }),
    withdrawFromDeleted: (id) =>
      moveState({
        find: () => table.findOne({ id }),
        from: ["created", "invited", "accepted", "active"],
        to: "withdrawn",
        write: async (state) => {
          const member = await table.findOne({ id });
          const deleted = { id: member?.teamId ?? "", deletedAt: { [Op.ne]: null } };
          // A write of nothing new: nobody restores it before the commit.
          if ((await session.table(teams).update(deleted, {})) === 0) return 0;
          return table.update({ id, state }, { state: "withdrawn", role: "user" });
        },
      }),
    reopen: (id, { role, permissions }) =>
      move(id, ["expired", "withdrawn"], "created", { role, permissions: writeJson(permissions) }),
    setPermissions: async (id, from, to) => {
      // A write of nothing new: the row stays as it is read from here to the commit.
      const row = (await table.update({ id }, {})) === 1 ? await table.findOne({ id }) : undefined;
      if (row === undefined || !sameNames(readNames(row.permissions), from)) return false;
      await table.update({ id }, { permissions: writeJson(to) });
      return true;
    },
    setRole: async (id, from, to) => {
      if (from === "owner" || to === "owner") return false;
      return (await table.update({ id, state: "active", role: from }, { role: to })) === 1;
    },
  };
}

const USER_COLUMNS = ["displayName", "surname", "email", "aadObjectId", "teamsUserId"] as const;

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && new Set([...some, ...others]).size === new Set(some).size;
}

export function toTeamMemberRecord(
  row: Omit<RowIn<typeof teamMembers>, "createdAt" | "updatedAt">,
): TeamMemberRecord {
  const { id, teamId, userId, role, permissions, state } = row;
  return { id, teamId, userId, role, permissions: readNames(permissions), state };
}
