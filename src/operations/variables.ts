import type { Reads, ServerRecord, Variables } from "../adapters/store/index.ts";
import { variableKey } from "../core/variable-name.ts";

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
  const server = serverId === undefined ? undefined : await reads.servers.find(serverId);
  const layers = [
    await reads.teams.find(teamId),
    cloudId === undefined ? undefined : await reads.clouds.find(cloudId),
    server,
    projectId === undefined ? undefined : await reads.projects.find(projectId),
  ];
  const ids = layers.map((layer) => layer?.environmentId ?? "").filter((id) => id !== "");
  const opened = await reads.environments.listVariables([...new Set(ids)]);
  return layOver(
    ids.map((id) => opened.get(id) ?? {}),
    server?.os ?? "linux",
  );
}

/** Of what is one variable to the system the last counts, called as it is called there. */
function layOver(layers: readonly Variables[], os: ServerRecord["os"]): Variables {
  const entries = layers.flatMap((layer) => Object.entries(layer));
  const last = new Map(entries.map((entry) => [variableKey(entry[0], os), entry]));
  return Object.fromEntries(last.values());
}
