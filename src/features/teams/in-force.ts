import type { TeamRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { toCardText } from "../../core/plain-text.ts";
import type { TeamInForce } from "../../core/team.ts";
import type { TurnContext } from "../../core/turn.ts";

/** Longer than a name may be: the names of invited people and of channels are shown by it, too. */
const NAME_LENGTH = 100;

/** The team in force; commands whose permission is about a team have one. */
export function getTeamInForce({ actor }: TurnContext): TeamInForce {
  if (actor.team === undefined) throw new RangeError("a command about a team without a team in force");
  return actor.team;
}

/**
 * The team in force as its owner's, as it is now: the pipeline looked before this transaction. Throws TEAM_CHANGED.
 */
export async function getOwnTeam(tx: Transaction, turn: TurnContext): Promise<TeamRecord> {
  const team = await tx.teams.find(getTeamInForce(turn).id);
  if (team?.ownerId !== turn.actor.userId || team.deletedAt !== undefined) throw faults.TEAM_CHANGED();
  return team;
}

/** A team's or channel's name as Markdown. */
export function sayName(name: string): string {
  return toCardText(name, NAME_LENGTH);
}

/** Who can give powers in a team, for a refusal. */
export function sayAdministrators(names: readonly string[]): string {
  return names.length === 0 ? "an administrator of this Ployst" : names.map(sayName).join(" or ");
}

/** "this channel" or "this chat" */
export function sayPlace({ place }: TurnContext): string {
  return place.reference.type === "channel" ? "this channel" : "this chat";
}

/** The same where a sentence begins. */
export function sayPlaceFirst(turn: TurnContext): string {
  return turn.place.reference.type === "channel" ? "This channel" : "This chat";
}
