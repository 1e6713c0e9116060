import type { Reads, TeamRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { may } from "../../core/permission.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn, TurnContext } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toLinkEvent } from "./history.ts";
import { getTeamInForce, sayAdministrators, sayName, sayPlace, sayPlaceFirst } from "./in-force.ts";
import { listAdministratorNames } from "./standing.ts";

type LinkTurn = Turn<{ readonly name: string }>;

interface Plan {
  readonly team: TeamRecord;
  /** What the conversation's row says now, of a deleted team, too. */
  readonly linkedId: string;
  /** The other living team that the conversation works in now. */
  readonly other?: TeamRecord;
}

/** Asks only where the conversation works in another team now. */
export async function confirmLink(
  turn: LinkTurn,
  { teams: deps }: TeamDeps,
): Promise<ConfirmationRequest | undefined> {
  const { team, other } = await deps.store.read((reads) => plan(reads, turn));
  if (other === undefined) return undefined;
  const place = sayPlace(turn);
  return {
    question: `Let ${place} work in team **${sayName(team.name)}** instead of **${sayName(other.name)}**? Everybody's commands here then mean ${sayName(team.name)}, and who isn't in it can't run them here.`,
    label: "Link",
    target: { from: other.id, to: team.id },
  };
}

/** `team link <name>`: everybody's commands in this channel or chat work in that team. */
export async function linkTeam(turn: LinkTurn, { teams: deps }: TeamDeps): Promise<Reply> {
  const { conversationId } = turn.place;
  return deps.store.transaction(async (tx) => {
    const { team, linkedId, other } = await plan(tx, turn);
    const name = sayName(team.name);
    if (linkedId === team.id)
      return deps.record(tx, turn, reply.text(`${sayPlaceFirst(turn)} works in team **${name}** already.`));
    // It was linked after the question whether to link it.
    if (other !== undefined && turn.confirmed?.["from"] !== other.id) throw faults.TEAM_CHANGED();
    if (!(await tx.conversations.linkTeam(conversationId, linkedId, team.id))) throw faults.TEAM_CHANGED();
    await tx.events.recordMany([
      ...(linkedId === "" ? [] : [toLinkEvent(turn, linkedId, "unlinked")]),
      toLinkEvent(turn, team.id, "linked"),
    ]);
    const text = `✅ From now on ${sayPlace(turn)} works in team **${name}**: everybody's commands here mean it, whichever team is their own.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** `team unlink`: commands here work in everybody's own team again. */
export async function unlinkTeam(turn: Turn<unknown>, { teams: deps }: TeamDeps): Promise<Reply> {
  const { id, name, isLinked } = getTeamInForce(turn);
  if (!isLinked) throw faults.TEAM_NOT_LINKED();
  return deps.store.transaction(async (tx) => {
    if (!(await tx.conversations.linkTeam(turn.place.conversationId, id, ""))) throw faults.TEAM_CHANGED();
    await tx.events.record(toLinkEvent(turn, id, "unlinked"));
    const text = `✅ ${sayPlaceFirst(turn)} no longer works in team **${sayName(name)}**: commands here mean everybody's own team.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

/** Who links must administer the team, and the one that loses the channel: nobody takes a channel from a team of others. */
async function plan(
  reads: Pick<Reads, "teams" | "teamMembers" | "conversations">,
  turn: LinkTurn,
): Promise<Plan> {
  const team = await reads.teams.findByName(turn.actor.person.tenantId, turn.args.name);
  if (team === undefined) throw faults.TEAM_UNKNOWN({ name: sayName(turn.args.name) });
  if (!(await administers(reads, turn, team)))
    throw faults.TEAM_POWER_MISSING({
      ...{ command: "team link", power: "team.admin", team: sayName(team.name) },
      administrators: sayAdministrators(await listAdministratorNames(reads, team.id)),
    });
  const linkedId = (await reads.conversations.find(turn.place.conversationId))?.ploystTeamId ?? "";
  const linked = linkedId === "" ? undefined : await reads.teams.find(linkedId);
  if (linked === undefined || linked.id === team.id || linked.deletedAt !== undefined)
    return { team, linkedId };
  if (!(await administers(reads, turn, linked)))
    throw faults.TEAM_LINKED_ELSEWHERE({
      team: sayName(linked.name),
      administrators: sayAdministrators(await listAdministratorNames(reads, linked.id)),
    });
  return { team, linkedId, other: linked };
}

async function administers(
  reads: Pick<Reads, "teamMembers">,
  { actor: { userId, isAdmin } }: TurnContext,
  team: TeamRecord,
): Promise<boolean> {
  const member = await reads.teamMembers.findByUser(team.id, userId);
  const role = member?.state === "active" ? member.role : isAdmin ? "user" : undefined;
  if (role === undefined) return false;
  return may("team.admin", { isAdmin, team: { role, powers: new Set() } });
}
