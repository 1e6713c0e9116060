import { Op } from "sequelize";
import { z } from "zod";
import { newId } from "../../../core/ids.ts";
import type { ProjectChange, ProjectReader, ProjectRecord, ProjectRepository } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { readJson, readObject, writeJson } from "../json-text.ts";
import { deleteNamed, restoreNamed, teamNameKey } from "../live-names.ts";
import { projects } from "../models/projects.ts";
import { cutName, nameKey } from "../name-key.ts";
import type { Session } from "../session.ts";
import { idAfter, type Change } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";
import { listIdsByServer, listServerIds, removeServer, setServers } from "./project-servers.ts";

type Columns = (typeof projects)["columns"];
type Row = Omit<RowIn<typeof projects>, "updatedAt" | "nameKey" | "liveKey">;

const LIVE = { deletedAt: null };
const UNLOCKED = { lockedBy: "", lockReason: "", lockedAt: null };

export function createProjectReader(session: Session): ProjectReader {
  const table = session.table(projects);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toProjectRecord(row);
    },
    listByIds: async (ids) => {
      const found: ProjectRecord[] = [];
      for (const part of inParts(ids))
        found.push(...(await table.list({ where: { id: anyOf(part) } })).map(toProjectRecord));
      return found;
    },
    findByName: async (teamId, name) => {
      const row = await table.findOne({ liveKey: teamNameKey(teamId, name) });
      return row && toProjectRecord(row);
    },
    listDeletedByName: async (teamId, name) => {
      const rows = await table.list({
        where: { teamId, nameKey: nameKey(name), deletedAt: { [Op.ne]: null } },
        order: [
          ["deletedAt", "DESC"],
          ["id", "DESC"],
        ],
      });
      return rows.map(toProjectRecord);
    },
    listByTeam: async (teamId, { after = "", limit }) => {
      const where = idAfter<Columns>({ teamId, ...LIVE }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toProjectRecord);
    },
    listServerIds: (projectId) => listServerIds(session, projectId),
    listIdsByServer: (serverId) => listIdsByServer(session, serverId),
    listNeededUrls: async (urls) => {
      const needed = new Set<string>();
      for (const part of inParts(urls)) {
        const counts = await table.countBy("repositoryUrl", { repositoryUrl: anyOf(part), ...LIVE });
        for (const url of Object.keys(counts)) needed.add(url);
      }
      return needed;
    },
  };
}

export function createProjectRepository(session: Session): ProjectRepository {
  const table = session.table(projects);
  return {
    ...createProjectReader(session),
    create: (project) => create(session, project),
    update: async (id, version, change) =>
      (await table.update({ id, version, ...LIVE }, { ...toChange(change), version: version + 1 })) === 1,
    setServers: (id, serverIds) => setServers(session, id, serverIds),
    removeServer: (serverId) => removeServer(session, serverId),
    setEnvironment: async (id, from, to) =>
      (await table.update({ id, environmentId: from, ...LIVE }, { environmentId: to })) === 1,
    lock: async (id, { by, reason }) => {
      const lock = { lockedBy: by, lockReason: reason, lockedAt: session.clock.now() };
      return (await table.update({ id, lockedBy: "", ...LIVE }, lock)) === 1;
    },
    unlock: async (id, { by, at }) =>
      (await table.update({ id, lockedBy: by, lockedAt: at }, UNLOCKED)) === 1,
    hold: async (id) => (await table.update({ id, ...LIVE }, {})) === 1,
    delete: (id) => deleteNamed(session, projects, id),
    restore: (id) => restoreNamed(session, projects, id),
  };
}

async function create(
  session: Session,
  { teamId, name, hooks, settings, ...project }: Parameters<ProjectRepository["create"]>[0],
): Promise<ProjectRecord | undefined> {
  const row = {
    ...project,
    ...{ id: newId(), teamId, environmentId: "" },
    ...{ name: cutName(name), nameKey: nameKey(name), liveKey: teamNameKey(teamId, name) },
    ...{ hooks: writeJson(hooks), settings: writeJson(settings) },
    ...{ ...UNLOCKED, version: 1, deletedAt: null },
  };
  return unlessTaken(session, async (inner) => {
    await inner.table(projects).insert(row);
    return toProjectRecord({ ...row, createdAt: session.clock.now() });
  });
}

function toChange({ hooks, settings, ...change }: ProjectChange): Change<Columns> {
  return {
    ...change,
    ...(hooks !== undefined && { hooks: writeJson(hooks) }),
    ...(settings !== undefined && { settings: writeJson(settings) }),
  };
}

const hooksSchema = z.record(z.string(), z.string());

function toProjectRecord(row: Row): ProjectRecord {
  const { id, teamId, environmentId, name, vcs, repositoryUrl, ghRepoId, defaultRef, acquire } = row;
  const { directory, script, hooks, settings, lockedBy, lockReason, lockedAt } = row;
  const { version, createdAt, deletedAt } = row;
  return {
    ...{ id, teamId, environmentId, name, vcs, repositoryUrl, ghRepoId, defaultRef, acquire },
    ...{ directory, script, hooks: readJson(hooksSchema, hooks), settings: readObject(settings) },
    ...(lockedAt !== null && { lock: { by: lockedBy, reason: lockReason, at: lockedAt } }),
    ...{ version, createdAt },
    ...(deletedAt !== null && { deletedAt }),
  };
}
