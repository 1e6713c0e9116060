import type { EnvironmentReferrer } from "../contract/index.ts";
import { clouds } from "../models/clouds.ts";
import { projects } from "../models/projects.ts";
import { servers } from "../models/servers.ts";
import { teams } from "../models/teams.ts";
import type { Session } from "../session.ts";

export async function listReferrers(
  session: Session,
  environmentId: string,
): Promise<readonly EnvironmentReferrer[]> {
  const found = { where: { environmentId, deletedAt: null }, order: [["id", "ASC"]] } as const;
  const columns = ["id", "teamId", "name"] as const;
  const ofTeams = await session.table(teams).listColumns(["id", "name"], found);
  const ofClouds = await session.table(clouds).listColumns(columns, found);
  const ofServers = await session.table(servers).listColumns(columns, found);
  const ofProjects = await session.table(projects).listColumns(columns, found);
  return [
    ...ofTeams.map((row) => ({ ...row, kind: "team" as const, teamId: row.id })),
    ...ofClouds.map((row) => ({ ...row, kind: "cloud" as const })),
    ...ofServers.map((row) => ({ ...row, kind: "server" as const })),
    ...ofProjects.map((row) => ({ ...row, kind: "project" as const })),
  ];
}

/** By what lives or can come back: a server that is gone never does. */
export async function isReferred(session: Session, environmentId: string): Promise<boolean> {
  const counts = [
    await session.table(teams).count({ environmentId }),
    await session.table(clouds).count({ environmentId }),
    await session.table(projects).count({ environmentId }),
    await session.table(servers).count({ environmentId, deletedAt: null }),
  ];
  return counts.some((count) => count > 0);
}
