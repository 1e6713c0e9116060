import type { MemberState, Reads, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toTeamEvent } from "./history.ts";
import { getOwnTeam, getTeamInForce, sayName } from "./in-force.ts";

const MOST_COUNTED = 500;
const MOST_CHANNELS = 5;
const ACTIVE: readonly MemberState[] = ["active"];

interface Extent {
  readonly members: number;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

/** Says what the team is, and what becomes of what it has. */
export async function confirmDelete(
  turn: Turn<unknown>,
  { teams: deps }: TeamDeps,
): Promise<ConfirmationRequest> {
  const { id, name } = getTeamInForce(turn);
  const { members, channels } = await deps.store.read((reads) => measure(reads, id));
  const shown = sayName(name);
  return {
    question: `Delete team **${shown}**? ${sayLoss(members, channels)} Nothing is lost: members, channels and all that the team owns stay as they are, and come back when you say "team restore ${shown}".`,
    label: "Delete",
    target: { teamId: id, members, channels: channels.map((channel) => channel.id).sort() },
  };
}

/** `team delete`: soft; all that belongs to it stays and can be restored. */
export async function deleteTeam(turn: Turn<unknown>, { teams: deps }: TeamDeps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const team = await getOwnTeam(tx, turn);
    if (!(await tx.teams.delete(team.id))) throw faults.TEAM_CHANGED();
    await tx.events.record(toTeamEvent(turn, team.id, { verb: "deleted", data: { name: team.name } }));
    await tellMembers(tx, team.id, deps);
    const name = sayName(team.name);
    const text = `✅ Team **${name}** is deleted. Say "team restore ${name}" to have it back.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** What people may do elsewhere because they are in the team ends and comes back with it. */
export async function tellMembers(tx: Transaction, teamId: string, deps: TeamDeps["teams"]): Promise<void> {
  for (let after = ""; ;) {
    const page = await tx.teamMembers.list(teamId, { after, limit: MOST_COUNTED }, ACTIVE);
    for (const member of page) await deps.onMembershipChanged(tx, member);
    const last = page.at(-1);
    if (last === undefined || page.length < MOST_COUNTED) return;
    after = last.id;
  }
}

export async function measure(
  reads: Pick<Reads, "teamMembers" | "conversations">,
  teamId: string,
): Promise<Extent> {
  const members = await reads.teamMembers.list(teamId, { limit: MOST_COUNTED }, ACTIVE);
  const channels = await reads.conversations.listByPloystTeam(teamId);
  return { members: members.length, channels: channels.filter(({ state }) => state === "active") };
}

function sayLoss(members: number, channels: Extent["channels"]): string {
  const who =
    members === 1 ? "You are its only member." : `Its ${count(members, "member")} can't work in it any more.`;
  if (channels.length === 0) return who;
  const names = channels.slice(0, MOST_CHANNELS).map(({ name }) => (name === "" ? "a chat" : sayName(name)));
  const more = channels.length - names.length;
  const told = [...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
  return `${who} Linked to it: ${told}.`;
}

export function count(number: number, what: string): string {
  if (number >= MOST_COUNTED) return `${String(MOST_COUNTED)} or more ${what}s`;
  return number === 1 ? `1 ${what}` : `${String(number)} ${what}s`;
}
