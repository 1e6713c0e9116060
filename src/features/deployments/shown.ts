import type { DeploymentGroupRecord, DeploymentRecord, Reads } from "../../adapters/store/contract/index.ts";
import { isEnded } from "./words.ts";

/** Chunks of output from which the last lines come. */
const LAST_CHUNKS = 2;

export interface ShownServer {
  readonly name: string;
  readonly deployment: DeploymentRecord;
}

/** A deployment with the names that a card shows. */
export interface Shown {
  readonly group: DeploymentGroupRecord;
  readonly project: string;
  readonly by: string;
  readonly servers: readonly ShownServer[];
  readonly approvals: readonly {
    readonly name: string;
    readonly decision: string;
    readonly reason: string;
  }[];
  /** The end of what the server at work wrote, or the last one that did; masked when it was kept. */
  readonly output: string;
}

type ShownReads = Pick<Reads, "deployments" | "projects" | "users" | "servers">;

export async function readShown(reads: ShownReads, groupId: string): Promise<Shown | undefined> {
  const group = await reads.deployments.findGroup(groupId);
  if (group === undefined) return undefined;
  const deployments = await reads.deployments.listByGroup(groupId);
  const project = await reads.projects.find(group.projectId);
  const user = await reads.users.find(group.requestedBy);
  const servers = await reads.servers.listByIds(deployments.map(({ serverId }) => serverId));
  const names = new Map(servers.map(({ id, name }) => [id, name]));
  return {
    group,
    project: project?.name ?? "",
    by: user?.displayName ?? "",
    servers: deployments.map((deployment) => ({ name: names.get(deployment.serverId) ?? "", deployment })),
    approvals: await readApprovals(reads, group),
    output: await readOutput(reads, deployments),
  };
}

async function readApprovals(
  reads: ShownReads,
  { id, approvalsNeeded }: DeploymentGroupRecord,
): Promise<Shown["approvals"]> {
  if (approvalsNeeded === 0) return [];
  const approvals = await reads.deployments.listApprovals(id);
  const users = await reads.users.listByIds(approvals.map(({ userId }) => userId));
  const names = new Map(users.map((user) => [user.id, user.displayName]));
  return approvals.map(({ userId, decision, reason }) => ({
    name: names.get(userId) ?? "",
    decision,
    reason,
  }));
}

async function readOutput(reads: ShownReads, deployments: readonly DeploymentRecord[]): Promise<string> {
  const begun = deployments.filter(({ startedAt }) => startedAt !== undefined);
  const told = begun.find((deployment) => !isEnded(deployment)) ?? begun.at(-1);
  if (told === undefined) return "";
  const chunks = await reads.deployments.listLastOutput(told.id, LAST_CHUNKS);
  return chunks.map(({ chunk }) => chunk).join("");
}
