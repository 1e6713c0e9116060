import type { Reads } from "../../../adapters/store/contract/index.ts";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { may } from "../../../core/permission.ts";
import { nearest } from "../../../core/suggest.ts";
import type { Actor } from "../../../core/turn.ts";
import { readScope, writeScope, type ScopeReference } from "../../../core/variable-scope.ts";
import type { Deps } from "../deps.ts";
import { getTeam, sayGiven } from "../find.ts";
import type { Draft } from "./draft.ts";

/** What says on the form, and in a command, that nothing is shared. */
export const OWN = "own";

const MOST_READ = 500;

/** Whose variables a new server can share: those of team and cloud it has anyhow. */
export interface Sharable extends ScopeReference {
  readonly kind: "server" | "project";
}

/** The variables that a new server shares. */
export interface SharedEnvironment {
  readonly id: string;
  readonly of: Sharable;
  readonly names: readonly string[];
}

type EnvironmentReads = Pick<Reads, "servers" | "projects" | "environments">;

/** `server:web-1` or `project:shop`; undefined for `own`. Throws SERVER_FIELD_INVALID. */
export function readSharable(text: string): Sharable | undefined {
  if (text.toLowerCase() === OWN) return undefined;
  const { kind, name } = readScope(text) ?? { kind: "team", name: "" };
  if (kind === "server" || kind === "project") return { kind, name };
  throw faults.SERVER_FIELD_INVALID({ field: "the variables", example: "env=server:web-1" });
}

/** Throws TEAM_POWER_MISSING: who may log in reads what is there, so it takes more than making servers. */
export async function requireEnvironment(
  { env }: Pick<Draft, "env">,
  actor: Actor,
  { requirePower }: Pick<Deps, "requirePower">,
): Promise<void> {
  if (env !== undefined) await requirePower(actor, "env.read", "server create");
}

/** What is to be shared; undefined for nothing. Throws ENV_SCOPE_UNKNOWN, ENV_NOTHING_TO_SHARE. */
export async function findEnvironment(
  of: Sharable | undefined,
  actor: Pick<Actor, "team">,
  reads: EnvironmentReads,
): Promise<SharedEnvironment | undefined> {
  if (of === undefined) return undefined;
  const { kind, name } = of;
  const team = getTeam(actor);
  const repository = kind === "server" ? reads.servers : reads.projects;
  const found = await repository.findByName(team.id, name);
  if (found === undefined) {
    const all = await repository.listByTeam(team.id, { limit: MOST_READ });
    const names = all.map((one) => one.name);
    const suggestion = nearest(name, names) ?? "";
    throw faults.ENV_SCOPE_UNKNOWN({ kind, given: sayGiven(name), team: team.name, suggestion });
  }
  const environment =
    found.environmentId === "" ? undefined : await reads.environments.find(found.environmentId);
  const whole = { kind, name: found.name };
  if (environment !== undefined && environment.names.length > 0)
    return { id: environment.id, of: whole, names: environment.names };
  const noun = kind === "server" ? "Server" : "Project";
  throw faults.ENV_NOTHING_TO_SHARE({
    ...{ scope: `${noun} **${escapeMarkdown(found.name)}**`, set: writeScope(whole) },
  });
}

/** All that a new server of the team could share; nothing for who may not read variables. */
export async function listSharable(
  actor: Pick<Actor, "isAdmin" | "team">,
  reads: EnvironmentReads,
): Promise<readonly SharedEnvironment[]> {
  if (!may("env.read", actor)) return [];
  const { id } = getTeam(actor);
  const servers = await reads.servers.listByTeam(id, { limit: MOST_READ });
  const projects = await reads.projects.listByTeam(id, { limit: MOST_READ });
  const found = [
    ...servers.map(({ name, environmentId }) => ({ kind: "server" as const, name, environmentId })),
    ...projects.map(({ name, environmentId }) => ({ kind: "project" as const, name, environmentId })),
  ].filter(({ environmentId }) => environmentId !== "");
  const rows = await reads.environments.listByIds(found.map(({ environmentId }) => environmentId));
  const names = new Map(rows.map((row) => [row.id, row.names]));
  return found
    .map(({ kind, name, environmentId }) => ({
      ...{ id: environmentId, of: { kind, name } },
      names: names.get(environmentId) ?? [],
    }))
    .filter((one) => one.names.length > 0);
}
