import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toUseEvent } from "./history.ts";
import { sayAdministrators, sayName, sayPlace } from "./in-force.ts";
import { isSameName } from "./name.ts";
import { listAdministratorNames, otherLinkedTeam } from "./standing.ts";

/** `team use <name>`: which team the asker's commands work in where no team is linked. */
export async function useTeam(
  turn: Turn<{ readonly name: string }>,
  { teams: deps }: TeamDeps,
): Promise<Reply> {
  const { userId, person } = turn.actor;
  const { name } = turn.args;
  return deps.store.transaction(async (tx) => {
    const mine = await tx.teams.listForUser(userId);
    const chosen = mine.find(({ team }) => isSameName(team.name, name))?.team;
    if (chosen === undefined) {
      const there = await tx.teams.findByName(person.tenantId, name);
      if (there === undefined) throw faults.TEAM_UNKNOWN({ name: sayName(name) });
      const administrators = sayAdministrators(await listAdministratorNames(tx, there.id));
      throw faults.TEAM_NOT_YOURS({ team: sayName(there.name), administrators });
    }
    const before = (await tx.users.find(userId))?.currentTeamId ?? "";
    if (before !== chosen.id) {
      await tx.users.setCurrentTeam(userId, chosen.id);
      await tx.events.record(toUseEvent(turn, chosen.id, before));
    }
    const linked = await otherLinkedTeam(tx, turn.place.conversationId, chosen.id);
    const but =
      linked === undefined ? "" : `, but not here: ${sayPlace(turn)} works in team ${sayName(linked.name)}`;
    const text = `✅ Your commands work in team **${sayName(chosen.name)}** now${but}.`;
    return deps.record(tx, turn, reply.text(text));
  });
}
