import type {
  Reads,
  TeamMemberRecord,
  TeamRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { TEAM_POWERS } from "../../core/team.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toMemberEvent, toTeamEvent } from "./history.ts";
import { getTeamInForce, sayAdministrators, sayName } from "./in-force.ts";
import { getMember, nameOf, readPerson, type Member } from "./person.ts";
import { listAdministratorNames } from "./standing.ts";

type OwnerTurn = Turn<{ readonly person: readonly string[] }>;

const EXAMPLE = "team owner @Mona Lisa";

/** Who gives a team away can't take it back. */
export async function confirmOwner(turn: OwnerTurn, { teams: deps }: TeamDeps): Promise<ConfirmationRequest> {
  const team = getTeamInForce(turn);
  const { heir, owner } = await deps.store.read(async (reads) => ({
    heir: await getHeir(reads, turn),
    owner: await findOwnerName(reads, team.id),
  }));
  const { member, name } = heir;
  const from =
    team.role === "owner"
      ? "You stay as an admin and can't take it back."
      : `**${owner}** owns it now, stays as an admin if they are in it still, and is told.`;
  return {
    question: `Hand team **${sayName(team.name)}** over to **${name}**? They may then do everything in it, rename and delete it. ${from}`,
    label: "Hand over",
    target: { teamId: team.id, userId: member.userId },
  };
}

/** `team owner @person`: hands the team over to an active member. */
export async function changeOwner(turn: OwnerTurn, { teams: deps }: TeamDeps): Promise<Reply> {
  const { userId } = turn.actor;
  return deps.store.transaction(async (tx) => {
    const { member, name } = await getHeir(tx, turn);
    const team = await tx.teams.find(getTeamInForce(turn).id);
    if (team === undefined || team.deletedAt !== undefined) throw faults.TEAM_CHANGED();
    const isOwn = team.ownerId === userId;
    // Who owned it when the pipeline looked, and does no longer, has no say in it.
    if (!isOwn && !turn.actor.isAdmin) throw faults.TEAM_CHANGED();
    await handOver(tx, turn, team, member);
    if (!isOwn) await tellOwner(tx, turn, team, name, deps);
    const role = isOwn ? " You are an admin of it, with every power." : "";
    const text = `✅ ${name} owns team **${sayName(team.name)}** now.${role}`;
    return deps.record(tx, turn, reply.text(text));
  });
}

async function handOver(
  tx: Transaction,
  turn: OwnerTurn,
  team: TeamRecord,
  member: TeamMemberRecord,
): Promise<void> {
  const giver = await tx.teamMembers.findByUser(team.id, team.ownerId);
  if (giver === undefined) throw new RangeError("a team whose owner is no member");
  const isDone =
    (await tx.teams.setOwner(team.id, team.ownerId, member.userId)) &&
    (await tx.teamMembers.setPermissions(giver.id, giver.permissions, TEAM_POWERS));
  if (!isDone) throw faults.TEAM_CHANGED();
  const ids = { from: team.ownerId, to: member.userId };
  await tx.events.recordMany([
    toTeamEvent(turn, team.id, { verb: "updated", data: { owner: ids } }),
    toMemberEvent(turn, member, { verb: "updated", data: { role: { from: member.role, to: "owner" } } }),
    toMemberEvent(turn, giver, { verb: "updated", data: { role: { from: "owner", to: "admin" } } }),
  ]);
}

/** In their 1:1 chat, if they ever wrote to the bot: it was done without them. */
async function tellOwner(
  tx: Transaction,
  { actor }: OwnerTurn,
  { ownerId, name }: TeamRecord,
  heir: string,
  { announce }: TeamDeps["teams"],
): Promise<void> {
  const owner = await tx.users.find(ownerId);
  const conversationId = owner?.personalConversationId ?? "";
  if (owner?.state !== "active" || conversationId === "") return;
  const by = escapeMarkdown(actor.person.displayName);
  const text = `⚠️ ${by}, who administers this Ployst, handed your team **${sayName(name)}** over to ${heir}. You stay as an admin of it.`;
  await announce(tx, conversationId, { text });
}

async function findOwnerName(reads: Pick<Reads, "teams" | "users">, teamId: string): Promise<string> {
  const team = await reads.teams.find(teamId);
  const owner = team && (await reads.users.find(team.ownerId));
  return owner === undefined ? "Nobody" : nameOf(owner);
}

/** Throws TEAM_SELF where an administrator of this Ployst would take a team for themselves. */
async function getHeir(reads: Pick<Reads, "users" | "teamMembers">, turn: OwnerTurn): Promise<Member> {
  const { person, rest } = readPerson(turn, turn.args.person, EXAMPLE);
  if (rest.length > 0) throw faults.TEAM_PERSON_MISSING({ example: EXAMPLE });
  const team = getTeamInForce(turn);
  const heir = await getMember(reads, turn, team, person);
  if (heir.member.role === "owner")
    throw faults.TEAM_OWNER_ALREADY({ person: heir.name, team: sayName(team.name) });
  if (heir.member.state !== "active")
    throw faults.TEAM_MEMBER_PENDING({ person: heir.name, team: sayName(team.name) });
  if (heir.member.userId === turn.actor.userId) {
    const names = await listAdministratorNames(reads, team.id);
    throw faults.TEAM_SELF({ team: sayName(team.name), administrators: sayAdministrators(names) });
  }
  return heir;
}
