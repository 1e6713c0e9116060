import type { Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toMemberEvent, toTeamEvent, toUseEvent } from "./history.ts";
import { sayAdministrators, sayName, sayPlace } from "./in-force.ts";
import { listAdministratorNames, otherLinkedTeam } from "./standing.ts";

/** Teams that one person can be in and still make one: more are a mistake, or somebody's joke. */
const MOST_TEAMS = 50;

/** `team create <name>`: the creator owns it, and works in it from now on. */
export async function createTeam(
  turn: Turn<{ readonly name: string }>,
  { teams: deps }: TeamDeps,
): Promise<Reply> {
  const { userId } = turn.actor;
  return deps.store.transaction(async (tx) => {
    const mine = await tx.teams.listForUser(userId);
    if (mine.length >= MOST_TEAMS) throw faults.TEAM_TOO_MANY({ most: String(MOST_TEAMS) });
    const team = await create(tx, turn);
    const owner = { teamId: team.id, userId, role: "owner", permissions: [], state: "active" } as const;
    const member = await tx.teamMembers.create(owner);
    if (member === undefined) throw new RangeError("a new team with a member");
    const before = (await tx.users.find(userId))?.currentTeamId ?? "";
    await tx.users.setCurrentTeam(userId, team.id);
    await tx.events.recordMany([
      toTeamEvent(turn, team.id, { verb: "created", data: { name: team.name } }),
      toMemberEvent(turn, member, { verb: "created", toState: "active", data: { role: "owner" } }),
      toUseEvent(turn, team.id, before),
    ]);
    await deps.onMembershipChanged(tx, member);
    const linked = await otherLinkedTeam(tx, turn.place.conversationId, team.id);
    return deps.record(tx, turn, reply.text(toAnswer(turn, team.name, linked?.name)));
  });
}

async function create(tx: Transaction, turn: Turn<{ readonly name: string }>) {
  const { name } = turn.args;
  const { tenantId } = turn.actor.person;
  const team = await tx.teams.create({ tenantId, name, ownerId: turn.actor.userId });
  if (team !== undefined) return team;
  const there = await tx.teams.findByName(tenantId, name);
  const names = there === undefined ? [] : await listAdministratorNames(tx, there.id);
  throw faults.TEAM_NAME_TAKEN({ name: sayName(name), administrators: sayAdministrators(names) });
}

function toAnswer(turn: Turn<unknown>, name: string, linked: string | undefined): string {
  const done = `✅ Team **${sayName(name)}** is made. You own it, and your commands work in it now`;
  if (linked !== undefined)
    return `${done}, but not here: ${sayPlace(turn)} works in team ${sayName(linked)}.`;
  if (turn.place.reference.type === "personal") return `${done}. Say \`help team\` for what comes next.`;
  return `${done}. To have everybody's commands here work in it, say \`team link ${name}\`.`;
}
