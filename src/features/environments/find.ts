import type { Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import type { Actor } from "../../core/turn.ts";
import type { ScopeKind, ScopeReference } from "../../core/variable-scope.ts";
import { sayGiven } from "./arguments.ts";
import type { Scope } from "./deps.ts";

const MOST_SUGGESTED = 200;

export type ScopeReads = Pick<Reads, "teams" | "clouds" | "servers" | "projects" | "environments">;

/** What clouds, servers and projects have in common. */
interface Thing {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly environmentId: string;
  readonly deletedAt?: Date;
}

/** The team in force: commands about variables have one. */
export function getTeam({ team }: Pick<Actor, "team">): { readonly id: string; readonly name: string } {
  if (team === undefined) throw new RangeError("a team's command without its team");
  return { id: team.id, name: escapeMarkdown(team.name) };
}

/** What was named, of the team in force. Throws ENV_SCOPE_UNKNOWN. */
export async function getScope(
  { kind, name }: ScopeReference,
  actor: Actor,
  reads: ScopeReads,
): Promise<Scope> {
  const team = getTeam(actor);
  if (kind === "team") return getScopeById(kind, team.id, actor, reads);
  const readers = { cloud: reads.clouds, server: reads.servers, project: reads.projects };
  const found = await readers[kind].findByName(team.id, name);
  if (found !== undefined) return toScope(kind, found);
  const all = await readers[kind].listByTeam(team.id, { limit: MOST_SUGGESTED });
  const suggestion =
    nearest(
      name,
      all.map((one) => one.name),
    ) ?? "";
  throw faults.ENV_SCOPE_UNKNOWN({ kind, given: sayGiven(name), team: team.name, suggestion });
}

/** The same by the id that a card holds. Throws ENV_SCOPE_MOVED for what is no longer of the team in force. */
export async function getScopeById(
  kind: ScopeKind,
  id: string,
  actor: Actor,
  reads: ScopeReads,
): Promise<Scope> {
  const team = getTeam(actor);
  const found = await find(kind, id, reads);
  if (found?.teamId !== team.id || found.deletedAt !== undefined)
    throw faults.ENV_SCOPE_MOVED({ team: team.name });
  return toScope(kind, found);
}

async function find(kind: ScopeKind, id: string, reads: ScopeReads): Promise<Thing | undefined> {
  switch (kind) {
    case "team": {
      const team = await reads.teams.find(id);
      return team && { ...team, teamId: team.id };
    }
    case "cloud":
      return reads.clouds.find(id);
    case "server":
      return reads.servers.find(id);
    case "project":
      return reads.projects.find(id);
  }
}

function toScope(kind: ScopeKind, { id, teamId, name, environmentId }: Thing): Scope {
  return { kind, id, teamId, name, environmentId };
}
