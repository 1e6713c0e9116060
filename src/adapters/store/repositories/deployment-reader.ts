import type { DeploymentReader, DeploymentRecord } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { deploymentApprovals } from "../models/deployment-approvals.ts";
import { deploymentGroups } from "../models/deployment-groups.ts";
import { deployments } from "../models/deployments.ts";
import { readNames } from "../json-text.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import type { Where } from "../table.ts";
import { currentKey } from "./current-deployment.ts";
import { createDeploymentGroupReader } from "./deployment-group-reader.ts";
import { listLastOutput, listOutput } from "./deployment-output.ts";
import { toApprovalRecord, toDeploymentRecord } from "./deployment-records.ts";

export function createDeploymentReader(session: Session): DeploymentReader {
  const table = session.table(deployments);
  const listInOrder = async (
    where: Where<(typeof deployments)["columns"]>,
  ): Promise<readonly DeploymentRecord[]> =>
    (await table.listAll(where)).toSorted((a, b) => a.position - b.position).map(toDeploymentRecord);
  return {
    ...createDeploymentGroupReader(session),
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toDeploymentRecord(row);
    },
    listMasked: async (id) => {
      const row = await table.findOne({ id });
      const opened = row && rowSecrets(session.vault, deployments.name, id).open("masked", row.masked);
      return opened === undefined ? [] : readNames(opened);
    },
    listByGroup: (groupId) => listInOrder({ groupId }),
    listByGroups: async (groupIds) => {
      const found: DeploymentRecord[] = [];
      for (const part of inParts(groupIds)) found.push(...(await listInOrder({ groupId: anyOf(part) })));
      return found;
    },
    listCurrent: async (projectId, serverIds) => {
      const current = new Map<string, string>();
      for (const part of inParts(serverIds)) {
        const keys = part.map((serverId) => currentKey(projectId, serverId));
        const rows = await table.listJoined(
          { where: { currentKey: anyOf(keys) } },
          { group: { definition: deploymentGroups, columns: ["sha"] } },
        );
        for (const { row, joined } of rows) current.set(row.serverId, joined.group.sha);
      }
      return current;
    },
    isBusy: async (serverId) => {
      const busy = { serverId, state: anyOf(["executing", "cancelling"]) };
      return (await table.listColumn("id", { where: busy, limit: 1 })).length > 0;
    },
    listApprovals: async (groupId) =>
      (await session.table(deploymentApprovals).listAll({ groupId })).map(toApprovalRecord),
    listOutput: (deploymentId, afterSeq, limit) => listOutput(session, { deploymentId, afterSeq, limit }),
    listLastOutput: (deploymentId, limit) => listLastOutput(session, deploymentId, limit),
  };
}
