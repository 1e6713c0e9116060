import type { Store } from "../adapters/store/index.ts";
import { requirePower } from "../bot/authorise.ts";
import type { TeamPower } from "../core/team.ts";
import type { Actor } from "../core/turn.ts";
import { listAdministrators } from "../features/teams/standing.ts";

/** Throws TEAM_POWER_MISSING unless the actor has the power in the team in force. */
export type RequirePower = (actor: Actor, power: TeamPower, command: string) => Promise<void>;

/** For features whose commands ask for more than they declare, where what was said needs it. */
export function createRequirePower(store: Pick<Store, "read">): RequirePower {
  return (actor, power, command) =>
    requirePower(power, command, actor, {
      listAdministrators: (teamId) => listAdministrators(teamId, store),
    });
}
