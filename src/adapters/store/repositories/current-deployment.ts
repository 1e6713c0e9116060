import { deploymentGroups } from "../models/deployment-groups.ts";
import { deployments } from "../models/deployments.ts";
import type { Session } from "../session.ts";

/** What is unique of the one deployment that a server has of a project. */
export function currentKey(projectId: string, serverId: string): string {
  return `${projectId}/${serverId}`;
}

/** A deployment succeeded: it is what its server has of the project from now on, unless nothing was changed there. */
export async function becomeCurrent(session: Session, id: string): Promise<void> {
  const table = session.table(deployments);
  const [found] = await table.listJoined(
    { where: { id }, limit: 1 },
    { group: { definition: deploymentGroups, columns: ["noop"] } },
  );
  if (found === undefined || found.joined.group.noop) return;
  const key = currentKey(found.row.projectId, found.row.serverId);
  const [before] = await table.listColumn("id", { where: { currentKey: key }, limit: 1 });
  if (before === id) return;
  if (before !== undefined) await table.update({ id: before, currentKey: key }, { currentKey: before });
  // Two that succeed there at once break the unique key; the loser's transaction is run again.
  await table.update({ id }, { currentKey: key });
}
