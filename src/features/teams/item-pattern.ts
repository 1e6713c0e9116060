import { faults } from "../../core/errors.ts";
import { tailOf } from "../../core/grammar.ts";
import { parseItemPattern, writeItemPattern } from "../../core/items/pattern.ts";
import { may } from "../../core/permission.ts";
import { toCardText } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toTeamEvent } from "./history.ts";
import { getTeamInForce, sayAdministrators, sayName } from "./in-force.ts";
import { listAdministratorNames } from "./standing.ts";

/** As long as a pattern may be. */
const MOST_SHOWN = 200;
const DEFAULT = "default";

/** `team pattern [pattern | default]`: shows where the team writes keys of work items, or says it anew. */
export async function setItemPattern(turn: Turn<unknown>, { teams: deps }: TeamDeps): Promise<Reply> {
  const { id } = getTeamInForce(turn);
  const typed = tailOf(turn.text, 2);
  if (typed === "") return showItemPattern(turn, { teams: deps });
  await requireAdmin(turn, deps);
  const wanted = typed.toLowerCase() === DEFAULT ? "" : writeItemPattern(parseItemPattern(typed));
  return deps.store.transaction(async (tx) => {
    const team = await tx.teams.find(id);
    if (team === undefined) throw faults.TEAM_CHANGED();
    const { itemPattern: from } = team;
    if (from !== wanted) {
      if (!(await tx.teams.setItemPattern(id, from, wanted))) throw faults.TEAM_CHANGED();
      const data = { itemPattern: { from, to: wanted } };
      await tx.events.record(toTeamEvent(turn, id, { verb: "updated", data }));
    }
    return deps.record(tx, turn, reply.text(`✅ ${sayItemPattern(team.name, wanted)}`));
  });
}

async function showItemPattern(turn: Turn<unknown>, { teams: { store } }: TeamDeps): Promise<Reply> {
  const { id, name } = getTeamInForce(turn);
  const team = await store.read((reads) => reads.teams.find(id));
  const text = `${sayItemPattern(name, team?.itemPattern ?? "")} An admin of the team changes it: \`team pattern feature/{key}-* | [{key}] *\`.`;
  return reply.text(text);
}

/** Who may see it may not change it. */
async function requireAdmin(turn: Turn<unknown>, { store }: TeamDeps["teams"]): Promise<void> {
  const team = getTeamInForce(turn);
  if (may("team.admin", { isAdmin: turn.actor.isAdmin, team })) return;
  const names = await store.read((reads) => listAdministratorNames(reads, team.id));
  throw faults.TEAM_POWER_MISSING({
    ...{ command: "team pattern", power: "team.admin", team: sayName(team.name) },
    administrators: sayAdministrators(names),
  });
}

function sayItemPattern(team: string, pattern: string): string {
  const where = pattern === "" ? "wherever they are spelled out" : `at **${showPattern(pattern)}**`;
  return `Team **${sayName(team)}** finds keys of work items in branches and titles ${where}.`;
}

/** As a card's text. */
export function showPattern(pattern: string): string {
  return toCardText(pattern, MOST_SHOWN);
}
