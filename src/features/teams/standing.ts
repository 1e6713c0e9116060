import type { Reads, Store, TeamOfUser, TeamRecord } from "../../adapters/store/contract/index.ts";
import { isTeamPower, type TeamInForce, type TeamStanding } from "../../core/team.ts";

/** Enough names to ask; a refusal is not a directory. */
const MOST_NAMES = 3;

type TeamReads = Pick<Reads, "conversations" | "users" | "teams">;

/**
 * The team in force: the one that the conversation is linked to, else the person's current one, else their only one.
 * A linked team that was deleted links nothing.
 */
export async function findStanding(
  userId: string,
  conversationId: string,
  reads: TeamReads,
): Promise<TeamStanding> {
  const mine = await reads.teams.listForUser(userId);
  const linked = await findLinkedTeam(reads, conversationId);
  if (linked !== undefined) {
    const membership = mine.find(({ team }) => team.id === linked.id);
    if (membership === undefined) return { kind: "outside", teamId: linked.id, name: linked.name };
    return { kind: "in", team: toTeamInForce(membership, true) };
  }
  if (mine.length === 0) return { kind: "none" };
  const user = await reads.users.find(userId);
  const current = mine.find(({ team }) => team.id === user?.currentTeamId);
  const chosen = current ?? (mine.length === 1 ? mine[0] : undefined);
  if (chosen === undefined) return { kind: "unchosen", names: mine.map(({ team }) => team.name) };
  return { kind: "in", team: toTeamInForce(chosen, false) };
}

/** The living team that the conversation is linked to. */
export async function findLinkedTeam(
  reads: Pick<Reads, "conversations" | "teams">,
  conversationId: string,
): Promise<TeamRecord | undefined> {
  const conversation = await reads.conversations.find(conversationId);
  const linkedId = conversation?.ploystTeamId ?? "";
  const linked = linkedId === "" ? undefined : await reads.teams.find(linkedId);
  return linked?.deletedAt === undefined ? linked : undefined;
}

/** The team that the conversation is linked to where it is another one: whoever uses `teamId` doesn't use it there. */
export async function otherLinkedTeam(
  reads: Pick<Reads, "conversations" | "teams">,
  conversationId: string,
  teamId: string,
): Promise<TeamRecord | undefined> {
  const linked = await findLinkedTeam(reads, conversationId);
  return linked?.id === teamId ? undefined : linked;
}

/** Names of those who can give powers in the team, its owner first. */
export async function listAdministratorNames(
  reads: Pick<Reads, "teamMembers">,
  teamId: string,
): Promise<readonly string[]> {
  const members = await reads.teamMembers.listAdministrators(teamId, MOST_NAMES);
  return members.map(({ user }) => user.displayName);
}

/** The same, for who is not reading yet. */
export function listAdministrators(teamId: string, store: Pick<Store, "read">): Promise<readonly string[]> {
  return store.read((reads) => listAdministratorNames(reads, teamId));
}

function toTeamInForce({ team, member }: TeamOfUser, isLinked: boolean): TeamInForce {
  const { id, name } = team;
  const powers = new Set(member.permissions.filter(isTeamPower));
  return { id, name, isLinked, memberId: member.id, role: member.role, powers };
}
