import type { ProjectRecord, Reads, ServerRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import type { Actor } from "../../core/turn.ts";
import { sayGiven } from "./words.ts";

export const MOST_SERVERS = 100;
const MOST_READ = 500;

/** The team in force: commands about projects have one. Its name is Markdown. */
export function getTeam({ team }: Pick<Actor, "team">): { readonly id: string; readonly name: string } {
  if (team === undefined) throw new RangeError("a team's command without its team");
  return { id: team.id, name: escapeMarkdown(team.name) };
}

/** The team's live project of that name. Throws PROJECT_UNKNOWN. */
export async function getProject(
  name: string,
  actor: Actor,
  { projects }: Pick<Reads, "projects">,
): Promise<ProjectRecord> {
  const team = getTeam(actor);
  const found = await projects.findByName(team.id, name);
  if (found !== undefined) return found;
  const suggestion = suggest(name, await projects.listByTeam(team.id, { limit: MOST_READ }));
  throw faults.PROJECT_UNKNOWN({ given: sayGiven(name), team: team.name, suggestion });
}

/** The same by its id, as a button names it. Throws PROJECT_CHANGED for one that is gone, or another team's. */
export async function getProjectById(
  id: string,
  actor: Actor,
  { projects }: Pick<Reads, "projects">,
): Promise<ProjectRecord> {
  const found = await projects.find(id);
  if (found === undefined || found.deletedAt !== undefined || found.teamId !== getTeam(actor).id)
    throw faults.PROJECT_CHANGED();
  return found;
}

/** The team's live servers, as they are chosen from. */
export async function listServers(
  actor: Actor,
  { servers }: Pick<Reads, "servers">,
): Promise<readonly ServerRecord[]> {
  const all = await servers.listByTeam(getTeam(actor).id, { limit: MOST_READ });
  return all.filter(({ status }) => status !== "deleting" && status !== "failed");
}

/** Servers by their names, in that order, each once. Throws PROJECT_SERVER_UNKNOWN, PROJECT_SERVERS_UNCHOSEN and _TOO_MANY. */
export async function getServers(
  names: readonly string[],
  actor: Actor,
  reads: Pick<Reads, "servers">,
): Promise<readonly ServerRecord[]> {
  const known = await listServers(actor, reads);
  const byName = new Map(known.map((server) => [server.name.toLowerCase(), server]));
  const chosen = names.map((name) => {
    const found = byName.get(name.toLowerCase());
    if (found !== undefined) return found;
    const told = { given: sayGiven(name), team: getTeam(actor).name, suggestion: suggest(name, known) };
    throw faults.PROJECT_SERVER_UNKNOWN(told);
  });
  const unique = [...new Set(chosen)];
  if (unique.length === 0) throw faults.PROJECT_SERVERS_UNCHOSEN();
  if (unique.length > MOST_SERVERS) throw faults.PROJECT_SERVERS_TOO_MANY({ most: MOST_SERVERS });
  return unique;
}

/** The servers that it is deployed to, in that order. */
export async function listProjectServers(
  { id }: Pick<ProjectRecord, "id">,
  { projects, servers }: Pick<Reads, "projects" | "servers">,
): Promise<readonly ServerRecord[]> {
  const ids = await projects.listServerIds(id);
  const found = new Map((await servers.listByIds(ids)).map((server) => [server.id, server]));
  return ids.flatMap((serverId) => found.get(serverId) ?? []);
}

function suggest(name: string, things: readonly { readonly name: string }[]): string {
  const names = things.map((thing) => thing.name);
  return nearest(name, names) ?? "";
}
