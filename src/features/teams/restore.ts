import type { ListedTeamMember, TeamRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import { count, measure, tellMembers } from "./delete.ts";
import type { TeamDeps } from "./deps.ts";
import { toMemberEvent, toTeamEvent } from "./history.ts";
import { sayAdministrators, sayName } from "./in-force.ts";
import { nameOf } from "./person.ts";
import { listAdministratorNames } from "./standing.ts";

/**
 * `team restore <name>`: the latest deleted team of that name that the asker may bring back. That is its owner, while they are
 * in it; an admin of it whose owner has left; an administrator of this Ployst. Without its owner it gets another one.
 */
export async function restoreTeam(
  turn: Turn<{ readonly name: string }>,
  { teams: deps }: TeamDeps,
): Promise<Reply> {
  const { name } = turn.args;
  return deps.store.transaction(async (tx) => {
    const team = await findRestorable(tx, turn, name);
    if (team === undefined) throw faults.TEAM_NOT_DELETED({ name: sayName(name) });
    const hasOwner = await isActive(tx, team, team.ownerId);
    const heir = hasOwner ? undefined : await getHeir(tx, turn, team);
    await bringBack(tx, turn, team);
    if (heir !== undefined) await handOver(tx, turn, team, heir);
    await tellMembers(tx, team.id, deps);
    const { members, channels } = await measure(tx, team.id);
    const owned = heir === undefined ? "" : ` Its owner has left; ${nameOf(heir.user)} owns it now.`;
    const text = `✅ Team **${sayName(team.name)}** is back, with ${count(members, "member")} and ${count(channels.length, "channel")}.${owned}`;
    return deps.record(tx, turn, reply.text(text));
  });
}

async function findRestorable(
  tx: Transaction,
  { actor: { userId, person, isAdmin } }: TurnContext,
  name: string,
): Promise<TeamRecord | undefined> {
  for (const team of await tx.teams.listDeletedByName(person.tenantId, name)) {
    if (isAdmin) return team;
    const member = await tx.teamMembers.findByUser(team.id, userId);
    if (member?.state !== "active") continue;
    if (team.ownerId === userId) return team;
    if (member.role === "admin" && !(await isActive(tx, team, team.ownerId))) return team;
  }
  return undefined;
}

async function isActive(tx: Transaction, { id }: TeamRecord, userId: string): Promise<boolean> {
  return (await tx.teamMembers.findByUser(id, userId))?.state === "active";
}

/** Whoever brings it back, if they are in it; else its oldest admin, else its oldest member. Throws TEAM_EMPTY. */
async function getHeir(
  tx: Transaction,
  { actor }: TurnContext,
  { id, name, ownerId }: TeamRecord,
): Promise<ListedTeamMember> {
  const members = await tx.teamMembers.list(id, { limit: 500 }, ["active"]);
  const left = members.filter(({ userId }) => userId !== ownerId);
  const heir =
    left.find(({ userId }) => userId === actor.userId) ??
    left.find(({ role }) => role === "admin") ??
    left[0];
  if (heir === undefined) throw faults.TEAM_EMPTY({ team: sayName(name) });
  return heir;
}

async function bringBack(tx: Transaction, turn: TurnContext, { id, name }: TeamRecord): Promise<void> {
  const outcome = await tx.teams.restore(id);
  if (outcome === "gone") throw faults.TEAM_CHANGED();
  if (outcome === "taken") {
    const there = await tx.teams.findByName(turn.actor.person.tenantId, name);
    const names = there === undefined ? [] : await listAdministratorNames(tx, there.id);
    throw faults.TEAM_RESTORE_TAKEN({ name: sayName(name), administrators: sayAdministrators(names) });
  }
  await tx.events.record(toTeamEvent(turn, id, { verb: "restored", data: { name } }));
}

async function handOver(
  tx: Transaction,
  turn: TurnContext,
  { id, ownerId: from }: TeamRecord,
  heir: ListedTeamMember,
): Promise<void> {
  if (!(await tx.teams.setOwner(id, from, heir.userId))) throw faults.TEAM_CHANGED();
  const role = { role: { from: heir.role, to: "owner" } };
  await tx.events.recordMany([
    toTeamEvent(turn, id, { verb: "updated", data: { owner: { from, to: heir.userId } } }),
    toMemberEvent(turn, heir, { verb: "updated", data: role }),
  ]);
}
