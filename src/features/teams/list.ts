import type { TeamOfUser } from "../../adapters/store/contract/index.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { sayName, sayPlaceFirst } from "./in-force.ts";
import { readStanding, ROLE_NAMES, sayPowers } from "./powers.ts";
import { findLinkedTeam } from "./standing.ts";

/** Rows of one card; nobody is in more by making them, and who was invited into more finds them by name. */
const MOST_SHOWN = 50;

/** `team list`: the teams of the one who asks, and which of them is in force. */
export async function listTeams(turn: Turn<unknown>, { teams: deps }: TeamDeps): Promise<Reply> {
  const { userId } = turn.actor;
  const { mine, currentId, linked } = await deps.store.read(async (reads) => ({
    mine: await reads.teams.listForUser(userId),
    currentId: (await reads.users.find(userId))?.currentTeamId,
    linked: await findLinkedTeam(reads, turn.place.conversationId),
  }));
  const place = sayPlaceFirst(turn);
  const isOutside = linked !== undefined && !mine.some(({ team }) => team.id === linked.id);
  const sorted = [...mine].sort((one, other) => one.team.name.localeCompare(other.team.name));
  const chosenId = mine.length === 1 ? mine[0]?.team.id : currentId;
  const marksOf = ({ team }: TeamOfUser): readonly string[] => [
    ...(team.id === linked?.id ? [`🔗 ${place}'s team`] : []),
    ...(team.id === chosenId ? ["✅ Your current team"] : []),
  ];
  const title = mine.length === 0 ? "You aren't in a team yet" : "Your teams";
  return reply.toAsker({
    card: "teams/list",
    data: {
      title,
      note: isOutside ? `${place} works in team ${sayName(linked.name)}, and you aren't in it.` : "",
      teams: sorted.slice(0, MOST_SHOWN).map((each) => toRow(each, marksOf(each))),
      more: mine.length > MOST_SHOWN ? `and ${String(mine.length - MOST_SHOWN)} more` : "",
      hint: toHint(sorted, chosenId),
    },
    summary: mine.length === 0 ? title : `${title}: ${String(mine.length)}`,
  });
}

function toRow({ team, member }: TeamOfUser, marks: readonly string[]) {
  const standing = readStanding(member);
  const powers = sayPowers(standing);
  return {
    name: sayName(team.name),
    role: `${ROLE_NAMES[standing.role]}${powers === "" ? "" : `: ${powers}`}`,
    marks: marks.join(" · "),
  };
}

function toHint(mine: readonly TeamOfUser[], chosenId: string | undefined): string {
  if (mine.length === 0)
    return "Make one with **team create Platform**, or ask a team's administrator to invite you.";
  const another = mine.find(({ team }) => team.id !== chosenId);
  if (another === undefined) return "Say **help team** for what you can do in it.";
  return `Say for example **team use ${sayName(another.team.name)}** to work in another one.`;
}
