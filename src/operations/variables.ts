import type { Reads, Variables } from "../adapters/store/index.ts";

/** What is laid over each other: the team's below all, the project's above all. */
export interface VariablesOf {
  readonly teamId: string;
  readonly cloudId?: string;
  readonly serverId?: string;
  readonly projectId?: string;
}

type VariableReads = Pick<Reads, "teams" | "clouds" | "servers" | "projects" | "environments">;

/** The opened variables that a server or a script gets, where team < cloud < server < project. Never to be logged. */
export async function readVariables(
  reads: VariableReads,
  { teamId, cloudId, serverId, projectId }: VariablesOf,
): Promise<Variables> {
  const layers = [
    await reads.teams.find(teamId),
    cloudId === undefined ? undefined : await reads.clouds.find(cloudId),
    serverId === undefined ? undefined : await reads.servers.find(serverId),
    projectId === undefined ? undefined : await reads.projects.find(projectId),
  ];
  const ids = layers.map((layer) => layer?.environmentId ?? "").filter((id) => id !== "");
  const opened = await reads.environments.listVariables([...new Set(ids)]);
  return Object.fromEntries(ids.flatMap((id) => Object.entries(opened.get(id) ?? {})));
}
