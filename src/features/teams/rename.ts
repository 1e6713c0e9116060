import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toTeamEvent } from "./history.ts";
import { getOwnTeam, sayAdministrators, sayName } from "./in-force.ts";
import { listAdministratorNames } from "./standing.ts";

/** `team rename <new name>` */
export async function renameTeam(
  turn: Turn<{ readonly name: string }>,
  { teams: deps }: TeamDeps,
): Promise<Reply> {
  const { name } = turn.args;
  return deps.store.transaction(async (tx) => {
    const team = await getOwnTeam(tx, turn);
    if (team.name === name)
      return deps.record(tx, turn, reply.text(`The team is called **${sayName(name)}** already.`));
    const outcome = await tx.teams.rename(team.id, name);
    if (outcome === "gone") throw faults.TEAM_CHANGED();
    if (outcome === "taken") {
      const there = await tx.teams.findByName(team.tenantId, name);
      const names = there === undefined ? [] : await listAdministratorNames(tx, there.id);
      throw faults.TEAM_NAME_TAKEN({ name: sayName(name), administrators: sayAdministrators(names) });
    }
    await tx.events.record(
      toTeamEvent(turn, team.id, { verb: "updated", data: { from: team.name, to: name } }),
    );
    const text = `✅ Team ${sayName(team.name)} is called **${sayName(name)}** now. Channels and members stay with it.`;
    return deps.record(tx, turn, reply.text(text));
  });
}
