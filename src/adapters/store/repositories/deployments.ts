import { newId } from "../../../core/ids.ts";
import type { DeploymentRepository } from "../contract/index.ts";
import { deploymentApprovals } from "../models/deployment-approvals.ts";
import { deploymentGroups } from "../models/deployment-groups.ts";
import { deployments } from "../models/deployments.ts";
import type { Session } from "../session.ts";
import { unlessTaken } from "../taken.ts";
import { moveState } from "../transitions.ts";
import { becomeCurrent } from "./current-deployment.ts";
import { appendOutput, pruneOutput } from "./deployment-output.ts";
import { createDeploymentReader } from "./deployment-reader.ts";
import { writeJson } from "../json-text.ts";
import { rowSecrets } from "../secrets.ts";
import { isEnd, timesOf } from "./deployment-records.ts";
import { createDeployments } from "./new-deployments.ts";

export function createDeploymentRepository(session: Session): DeploymentRepository {
  const table = session.table(deployments);
  const groups = session.table(deploymentGroups);
  return {
    ...createDeploymentReader(session),
    create: (group) => createDeployments(session, group),
    moveGroup: (id, from, to, change = {}) => {
      const now = session.clock.now();
      return moveState({
        find: () => groups.findOne({ id }),
        from,
        to,
        write: (state) => {
          const waits = to === "pending_approval" ? {} : { expiresAt: null };
          return groups.update({ id, state }, { ...timesOf(state, to, now), ...waits, ...change, state: to });
        },
      });
    },
    changeGroup: async (id, change) => (await groups.update({ id }, change)) === 1,
    move: async (id, from, to, change = {}) => {
      const now = session.clock.now();
      const moved = await moveState({
        find: () => table.findOne({ id }),
        from,
        to,
        write: (state) => {
          const masked = isEnd(to) ? { masked: null } : {};
          return table.update({ id, state }, { ...timesOf(state, to, now), ...masked, ...change, state: to });
        },
      });
      if (moved !== undefined && to === "success") await becomeCurrent(session, id);
      return moved;
    },
    change: async (id, change) => (await table.update({ id }, change)) === 1,
    keepMasked: async (id, values) => {
      const secrets = rowSecrets(session.vault, deployments.name, id);
      await table.update({ id }, { masked: secrets.seal("masked", writeJson(values)) });
    },
    decide: (decision) => decide(session, decision),
    appendOutput: (deploymentId, seq, chunk) => appendOutput(session, deploymentId, { seq, chunk }),
    pruneOutput: (before, limit) => pruneOutput(session, before, limit),
  };
}

async function decide(
  session: Session,
  { groupId, userId, decision, reason }: Parameters<DeploymentRepository["decide"]>[0],
): Promise<boolean> {
  const waiting = { id: groupId, state: "pending_approval" } as const;
  // A write of nothing new: who decides at the same moment waits, and counts this voice, too.
  if ((await session.table(deploymentGroups).update(waiting, {})) === 0) return false;
  const decided = await unlessTaken(session, async (inner) => {
    await inner.table(deploymentApprovals).insert({ id: newId(), groupId, userId, decision, reason });
    return true;
  });
  return decided ?? false;
}
