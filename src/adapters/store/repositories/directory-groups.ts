import { newId } from "../../../core/ids.ts";
import { anyOf } from "../batches.ts";
import type {
  DirectoryGroupReader,
  DirectoryGroupRecord,
  DirectoryGroupRepository,
} from "../contract/index.ts";
import { directoryGroups } from "../models/directory-groups.ts";
import { teamMembers } from "../models/team-members.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";

export function createDirectoryGroupReader(session: Session): DirectoryGroupReader {
  const table = session.table(directoryGroups);
  return {
    findByTeam: async (teamId) => {
      const row = await table.findOne({ teamId });
      return row && toDirectoryGroupRecord(row);
    },
    listByMember: async (userId) => {
      const teamIds = await session.table(teamMembers).listColumn("teamId", { where: { userId } });
      if (teamIds.length === 0) return [];
      const rows = await table.list({ where: { teamId: anyOf(teamIds) } });
      return rows.map(toDirectoryGroupRecord);
    },
  };
}

export function createDirectoryGroupRepository(session: Session): DirectoryGroupRepository {
  return {
    ...createDirectoryGroupReader(session),
    create: async ({ teamId, name, gidNumber }) => {
      const row = { id: newId(), teamId, name, gidNumber };
      return unlessTaken(session, async (inner) => {
        await inner.table(directoryGroups).insert(row);
        return row;
      });
    },
  };
}

function toDirectoryGroupRecord({
  id,
  teamId,
  name,
  gidNumber,
}: RowIn<typeof directoryGroups>): DirectoryGroupRecord {
  return { id, teamId, name, gidNumber };
}
