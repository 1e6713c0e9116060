import { newId } from "../../../core/ids.ts";
import type { DeploymentRepository } from "../contract/index.ts";
import { writeJson } from "../json-text.ts";
import { deploymentGroups } from "../models/deployment-groups.ts";
import { deployments } from "../models/deployments.ts";
import { teams } from "../models/teams.ts";
import type { Session } from "../session.ts";
import type { NewRow } from "../table.ts";
import { toDeploymentRecord, toGroupRecord } from "./deployment-records.ts";

type Create = DeploymentRepository["create"];
type NewGroup = Parameters<Create>[0];

/** DeploymentRepository.create. */
export async function createDeployments(session: Session, added: NewGroup): ReturnType<Create> {
  const createdAt = session.clock.now();
  const { servers, plan, expiresAt = null, ...group } = added;
  const row = {
    ...group,
    ...{ id: newId(), number: await takeNumber(session, group.teamId), plan: writeJson(plan) },
    ...{ stateReason: "", ghDeploymentId: "", confirmedAt: createdAt, expiresAt },
    ...{ startedAt: null, endedAt: null },
  };
  await session.table(deploymentGroups).insert(row);
  const rows = servers.map((server, position) => toRow(row, server, position));
  await session.table(deployments).insertMany(rows);
  return { group: toGroupRecord({ ...row, createdAt }), deployments: rows.map(toDeploymentRecord) };
}

/** The team's row is written to, though nothing new: whoever takes a number at the same moment waits for this commit. */
async function takeNumber(session: Session, teamId: string): Promise<number> {
  await session.table(teams).update({ id: teamId }, {});
  const [last = 0] = await session
    .table(deploymentGroups)
    .listColumn("number", { where: { teamId }, order: [["number", "DESC"]], limit: 1 });
  return last + 1;
}

function toRow(
  {
    id: groupId,
    teamId,
    projectId,
    state,
  }: Pick<NewGroup, "teamId" | "projectId" | "state"> & { id: string },
  { serverId, script, previousSha }: NewGroup["servers"][number],
  position: number,
): NewRow<(typeof deployments)["columns"]> {
  const id = newId();
  return {
    ...{ id, groupId, teamId, projectId, serverId, position, script, previousSha, state },
    ...{ exitcode: null, lastError: "", logOffset: 0, step: "", currentKey: id },
    ...{ startedAt: null, endedAt: null, outputPrunedAt: null, masked: null },
  };
}
