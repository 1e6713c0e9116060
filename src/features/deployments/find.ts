import type {
  DeploymentGroupRecord,
  ProjectRecord,
  Reads,
  ServerRecord,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { SourceProject } from "../../core/source.ts";
import { nearest } from "../../core/suggest.ts";
import type { Actor } from "../../core/turn.ts";
import { sayGiven } from "./arguments.ts";

const MOST_SUGGESTED = 200;

type TeamActor = Pick<Actor, "team">;

/** The team in force: commands about deployments have one. */
export function getTeam({ team }: TeamActor): { readonly id: string; readonly name: string } {
  if (team === undefined) throw new RangeError("a team's command without its team");
  return { id: team.id, name: escapeMarkdown(team.name) };
}

/** The team's live project of that name. Throws DEPLOY_PROJECT_UNKNOWN. */
export async function getProject(
  name: string,
  actor: TeamActor,
  reads: Pick<Reads, "projects">,
): Promise<ProjectRecord> {
  const team = getTeam(actor);
  const found = await reads.projects.findByName(team.id, name);
  if (found !== undefined) return found;
  const projects = await reads.projects.listByTeam(team.id, { limit: MOST_SUGGESTED });
  throw faults.DEPLOY_PROJECT_UNKNOWN({
    given: sayGiven(name),
    team: team.name,
    suggestion: suggest(name, projects),
  });
}

/** The team's deployment of that number. Throws DEPLOYMENT_UNKNOWN. */
export async function getGroup(
  number: number,
  actor: TeamActor,
  reads: Pick<Reads, "deployments">,
): Promise<DeploymentGroupRecord> {
  const team = getTeam(actor);
  const found = await reads.deployments.findGroupByNumber(team.id, number);
  if (found !== undefined) return found;
  throw faults.DEPLOYMENT_UNKNOWN({ number: String(number), team: team.name });
}

/** The deployment that a card's button names, if it is of the presser's team. Throws DEPLOYMENT_UNKNOWN. */
export async function getOwn(
  id: string,
  { actor }: { readonly actor: TeamActor },
  reads: Pick<Reads, "deployments">,
): Promise<DeploymentGroupRecord> {
  const team = getTeam(actor);
  const group = await reads.deployments.findGroup(id);
  if (group?.teamId !== team.id) throw faults.DEPLOYMENT_UNKNOWN({ number: "", team: team.name });
  return group;
}

/**
 * The project's servers in the order of deploying, or those of them that were named. Throws DEPLOY_NO_SERVERS,
 * DEPLOY_SERVER_UNKNOWN.
 */
export async function getServers(
  project: ProjectRecord,
  names: readonly string[],
  reads: Pick<Reads, "projects" | "servers">,
): Promise<readonly ServerRecord[]> {
  const ids = await reads.projects.listServerIds(project.id);
  const found = new Map((await reads.servers.listByIds(ids)).map((server) => [server.id, server]));
  const servers = ids.map((id) => found.get(id)).filter((server) => server !== undefined);
  if (servers.length === 0) throw faults.DEPLOY_NO_SERVERS({ project: escapeMarkdown(project.name) });
  for (const name of names)
    if (!servers.some((server) => isNamed(server, name)))
      throw faults.DEPLOY_SERVER_UNKNOWN({
        given: sayGiven(name),
        project: escapeMarkdown(project.name),
        suggestion: suggest(name, servers),
      });
  if (names.length === 0) return servers;
  return servers.filter((server) => names.some((name) => isNamed(server, name)));
}

/** A project as its source knows it. */
export function toSourceProject(project: ProjectRecord): SourceProject {
  const { id, teamId, vcs, repositoryUrl, defaultRef } = project;
  return { id, teamId, vcs, repositoryUrl, defaultRef };
}

function isNamed(server: ServerRecord, name: string): boolean {
  return server.name.normalize("NFC").toLowerCase() === name.normalize("NFC").toLowerCase();
}

function suggest(name: string, things: readonly { readonly name: string }[]): string {
  return (
    nearest(
      name,
      things.map((thing) => thing.name),
    ) ?? ""
  );
}
