import type { CloudRecord, Reads, ServerRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import type { Actor } from "../../core/turn.ts";

const MOST_SUGGESTED = 200;
const LONGEST_GIVEN = 60;

/** The team in force, escaped: commands about servers have one. */
export function getTeam({ team }: Pick<Actor, "team">): { readonly id: string; readonly name: string } {
  if (team === undefined) throw new RangeError("a team's command without its team");
  return { id: team.id, name: escapeMarkdown(team.name) };
}

/** The team's live server of that name. Throws SERVER_UNKNOWN. */
export async function getServer(
  name: string,
  actor: Pick<Actor, "team">,
  reads: Pick<Reads, "servers">,
): Promise<ServerRecord> {
  const team = getTeam(actor);
  const found = await reads.servers.findByName(team.id, name);
  if (found !== undefined) return found;
  const servers = await reads.servers.listByTeam(team.id, { limit: MOST_SUGGESTED });
  const names = servers.map((server) => server.name);
  throw faults.SERVER_UNKNOWN({
    given: sayGiven(name),
    team: team.name,
    suggestion: nearest(name, names) ?? "",
  });
}

/** The cloud that a server is in: rows of clouds stay. */
export async function getCloud(
  { cloudId }: Pick<ServerRecord, "cloudId">,
  reads: Pick<Reads, "clouds">,
): Promise<CloudRecord> {
  const cloud = await reads.clouds.find(cloudId);
  if (cloud === undefined) throw new Error("a server without its cloud");
  return cloud;
}

/** What a person typed, short and inert. */
export function sayGiven(typed: string): string {
  return escapeMarkdown(typed.slice(0, LONGEST_GIVEN).toWellFormed());
}
