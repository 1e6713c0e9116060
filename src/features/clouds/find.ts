import type { CloudRecord, Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import type { Actor } from "../../core/turn.ts";
import { sayGiven } from "./arguments.ts";

/** Clouds that a team can have: all are shown on one card. */
export const MOST_CLOUDS = 20;

/** The team in force: commands about clouds have one. Its name is escaped. */
export function getTeam({ team }: Pick<Actor, "team">): { readonly id: string; readonly name: string } {
  if (team === undefined) throw new RangeError("a team's command without its team");
  return { id: team.id, name: escapeMarkdown(team.name) };
}

/** The team's live cloud of that name. Throws CLOUD_UNKNOWN. */
export async function getCloud(
  name: string,
  actor: Actor,
  reads: Pick<Reads, "clouds">,
): Promise<CloudRecord> {
  const team = getTeam(actor);
  const found = await reads.clouds.findByName(team.id, name);
  if (found !== undefined) return found;
  const clouds = await reads.clouds.listByTeam(team.id, { limit: MOST_CLOUDS });
  const names = clouds.map((cloud) => cloud.name);
  throw faults.CLOUD_UNKNOWN({
    given: sayGiven(name),
    team: team.name,
    suggestion: nearest(name, names) ?? "",
  });
}

/** The live cloud whose id a card holds. Throws CLOUD_MOVED for what is no longer of the team in force. */
export async function getCloudById(
  id: string,
  actor: Actor,
  reads: Pick<Reads, "clouds">,
): Promise<CloudRecord> {
  const team = getTeam(actor);
  const found = await reads.clouds.find(id);
  if (found?.teamId === team.id && found.deletedAt === undefined) return found;
  throw faults.CLOUD_MOVED({ team: team.name });
}

/** Throws CLOUD_NAME_TAKEN, CLOUD_TOO_MANY. */
export async function checkRoom(name: string, teamId: string, reads: Pick<Reads, "clouds">): Promise<void> {
  const clouds = await reads.clouds.listByTeam(teamId, { limit: MOST_CLOUDS });
  if (clouds.some((cloud) => cloud.name.toLowerCase() === name.toLowerCase()))
    throw faults.CLOUD_NAME_TAKEN({ name: escapeMarkdown(name) });
  if (clouds.length >= MOST_CLOUDS) throw faults.CLOUD_TOO_MANY({ most: MOST_CLOUDS });
}
