import { newId } from "../../../core/ids.ts";
import { anyOf, inParts } from "../batches.ts";
import { projectServers } from "../models/project-servers.ts";
import { projects } from "../models/projects.ts";
import type { Session } from "../session.ts";
import { idAfter, listByCursor, ROWS_PER_STATEMENT } from "../table.ts";

/** ProjectReader.listServerIds. */
export async function listServerIds(session: Session, projectId: string): Promise<readonly string[]> {
  const rows = await session.table(projectServers).listAll({ projectId });
  return rows.toSorted((a, b) => a.position - b.position).map(({ serverId }) => serverId);
}

/** ProjectReader.listIdsByServer. */
export async function listIdsByServer(session: Session, serverId: string): Promise<readonly string[]> {
  const table = session.table(projectServers);
  const rows = await listByCursor(
    (after) =>
      table.listJoined(
        {
          where: idAfter<(typeof projectServers)["columns"]>({ serverId }, after),
          order: [["id", "ASC"]],
          limit: ROWS_PER_STATEMENT,
        },
        { project: { definition: projects, columns: ["id"], where: { deletedAt: null } } },
      ),
    ({ row }) => row.id,
  );
  return rows.map(({ row }) => row.projectId);
}

/** ProjectRepository.setServers. */
export async function setServers(
  session: Session,
  projectId: string,
  serverIds: readonly string[],
): Promise<void> {
  const table = session.table(projectServers);
  // A write of nothing new: who sets them at the same moment waits here, and replaces all of these.
  await session.table(projects).update({ id: projectId }, {});
  await table.delete({ projectId });
  const inOrder = [...new Set(serverIds)];
  await table.insertMany(
    inOrder.map((serverId, position) => ({ id: newId(), projectId, serverId, position })),
  );
}

/** ProjectRepository.removeServer. */
export async function removeServer(session: Session, serverId: string): Promise<readonly string[]> {
  const table = session.table(projectServers);
  // A write of nothing new: of two who remove it at once only one finds the rows.
  await table.update({ serverId }, {});
  const rows = await table.listAll({ serverId });
  for (const ids of inParts(rows.map(({ id }) => id))) await table.delete({ id: anyOf(ids) });
  return rows.map(({ projectId }) => projectId);
}
