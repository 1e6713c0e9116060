import type { Store } from "../adapters/store/index.ts";
import { requirePower, requireTeam } from "../bot/authorise.ts";
import type { TeamInForce, TeamPower } from "../core/team.ts";
import type { Actor, TurnContext } from "../core/turn.ts";
import { findStanding, listAdministrators } from "../features/teams/standing.ts";

/** Throws TEAM_POWER_MISSING unless the actor has the power in the team in force. */
export type RequirePower = (actor: Actor, power: TeamPower, command: string) => Promise<void>;

/** For features whose commands ask for more than they declare, where what was said needs it. */
export function createRequirePower(store: Pick<Store, "read">): RequirePower {
  return (actor, power, command) =>
    requirePower(power, command, actor, {
      listAdministrators: (teamId) => listAdministrators(teamId, store),
    });
}

/** The team in force, for commands that are of use without one, too. Throws TEAM_NONE, TEAM_UNCHOSEN, TEAM_OUTSIDE. */
export function createRequireTeam(store: Pick<Store, "read">): (turn: TurnContext) => Promise<TeamInForce> {
  return (turn) =>
    requireTeam(turn, {
      findStanding: (userId, { conversationId }) =>
        store.read((reads) => findStanding(userId, conversationId, reads)),
      listAdministrators: (teamId) => listAdministrators(teamId, store),
    });
}
