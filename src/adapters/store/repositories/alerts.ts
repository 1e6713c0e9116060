import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import { anyOf, inParts, pruneById } from "../batches.ts";
import type {
  AlertedPerson,
  AlertPreferencesRecord,
  AlertReader,
  AlertRepository,
  AlertSubject,
} from "../contract/index.ts";
import { alertPreferences } from "../models/alert-preferences.ts";
import { alertSubjects } from "../models/alert-subjects.ts";
import { chatopsgithubuser } from "../models/chatopsgithubuser.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";
import type { Where } from "../table.ts";

export function createAlertReader(session: Session): AlertReader {
  const preferences = session.table(alertPreferences);
  const subjects = session.table(alertSubjects);
  return {
    findPreferences: async (userId) => {
      const row = await preferences.findOne({ userId });
      return row && toPreferences(row);
    },
    listUnpinged: async (teamsUserIds) => {
      const found = new Set<string>();
      for (const part of inParts(teamsUserIds)) {
        const where = { teamsUserId: anyOf(part), pings: false };
        for (const id of await preferences.listColumn("teamsUserId", { where })) found.add(id);
      }
      return found;
    },
    listPeople: async ({ clientAppId, ids, logins }) => {
      const byId = await listConnected(session, clientAppId, "ghUserId", ids);
      const byLogin = await listConnected(session, clientAppId, "ghLoginKey", logins);
      return withPreferences(session, [...byId, ...byLogin]);
    },
    listPeopleByUser: async (clientAppId, userIds) =>
      withPreferences(session, await listConnected(session, clientAppId, "userId", userIds)),
    listSubjects: async (subjectKey) => (await subjects.list({ where: { subjectKey } })).map(toSubject),
    listHeads: async (repositoryId, headSha) => {
      if (headSha === "") return [];
      return (await subjects.list({ where: { repositoryId, headSha } })).map(toSubject);
    },
    listHeld: async (userId, limit) => {
      const order = [["updatedAt", "ASC"]] as const;
      return (await subjects.list({ where: { userId, held: true }, order, limit })).map(toSubject);
    },
  };
}

export function createAlertRepository(session: Session): AlertRepository {
  const preferences = session.table(alertPreferences);
  const subjects = session.table(alertSubjects);
  return {
    ...createAlertReader(session),
    savePreferences: async ({ digestAt, ...wanted }, version) => {
      const values = { ...wanted, digestAt: digestAt ?? null };
      if (version !== undefined) {
        const { userId } = wanted;
        return (await preferences.update({ userId, version }, { ...values, version: version + 1 })) === 1;
      }
      // Two that begin at once break the unique key; the loser's transaction is run again.
      await preferences.insert({ id: newId(), ...values, version: 1 });
      return true;
    },
    saveSubject: async ({ userId, subjectKey, repositoryId, headSha, headAt, held }) => {
      const known = await subjects.findOne({ userId, subjectKey });
      const row = known ?? { headSha: "", headAt: null, held: false };
      const isNewer = headAt !== undefined && (row.headAt === null || row.headAt <= headAt);
      const head = headSha !== undefined && isNewer ? { headSha, headAt } : {};
      const { headSha: sha, headAt: at } = { ...row, ...head };
      const values = { repositoryId, headSha: sha, headAt: at, held: held ?? row.held };
      if (known === undefined) await subjects.insert({ id: newId(), userId, subjectKey, ...values });
      else await subjects.update({ id: known.id }, values);
    },
    release: async (userId, subjectKeys) => {
      if (subjectKeys === undefined) return subjects.update({ userId, held: true }, { held: false });
      let released = 0;
      for (const part of inParts(subjectKeys))
        released += await subjects.update({ userId, subjectKey: anyOf(part), held: true }, { held: false });
      return released;
    },
    prune: (before, limit) => pruneById(subjects, { updatedAt: { [Op.lt]: before } }, limit),
  };
}

type Connection = Pick<RowIn<typeof chatopsgithubuser>, "id" | "userId" | "ghUserId" | "ghLogin">;

async function listConnected(
  session: Session,
  clientAppId: string,
  column: "ghUserId" | "ghLoginKey" | "userId",
  values: readonly string[],
): Promise<readonly Connection[]> {
  const found: Connection[] = [];
  for (const part of inParts(values)) {
    const where: Where<(typeof chatopsgithubuser)["columns"]> = {
      clientAppId,
      [column]: anyOf(part),
      state: "connected",
    };
    const columns = ["id", "userId", "ghUserId", "ghLogin"] as const;
    found.push(...(await session.table(chatopsgithubuser).listColumns(columns, { where })));
  }
  return found;
}

async function withPreferences(
  session: Session,
  connections: readonly Connection[],
): Promise<readonly AlertedPerson[]> {
  const byUser = new Map(connections.map((connection) => [connection.userId, connection]));
  const people: AlertedPerson[] = [];
  for (const part of inParts([...byUser.keys()])) {
    const rows = await session.table(alertPreferences).list({ where: { userId: anyOf(part) } });
    for (const row of rows) {
      const connection = byUser.get(row.userId);
      if (connection === undefined) continue;
      const { id: githubUserId, ghUserId, ghLogin } = connection;
      people.push({ preferences: toPreferences(row), githubUserId, ghUserId, ghLogin });
    }
  }
  return people;
}

function toPreferences({
  createdAt: _created,
  updatedAt: _updated,
  digestAt,
  ...row
}: RowIn<typeof alertPreferences>): AlertPreferencesRecord {
  return digestAt === null ? row : { ...row, digestAt };
}

function toSubject({
  userId,
  subjectKey,
  repositoryId,
  headSha,
  headAt,
  held,
}: RowIn<typeof alertSubjects>): AlertSubject {
  const subject = { userId, subjectKey, repositoryId, headSha, held };
  return headAt === null ? subject : { ...subject, headAt };
}
