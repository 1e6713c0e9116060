import type { Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toMemberEvent } from "./history.ts";
import { getTeamInForce, sayAdministrators, sayName } from "./in-force.ts";
import { getMember, readPerson, type Member } from "./person.ts";
import {
  granted,
  isSameStanding,
  readPowers,
  readStanding,
  revoked,
  sayStanding,
  type Named,
  type Standing,
} from "./powers.ts";
import { listAdministratorNames } from "./standing.ts";

type PowersTurn = Turn<{ readonly what: readonly string[] }>;

/** `team grant @person <role|power…>` */
export async function grantPowers(turn: PowersTurn, { teams: deps }: TeamDeps): Promise<Reply> {
  return change(turn, deps, "team grant @Mona Lisa deployer", granted);
}

/** `team revoke @person <role|power…>` */
export async function revokePowers(turn: PowersTurn, { teams: deps }: TeamDeps): Promise<Reply> {
  return change(turn, deps, "team revoke @Mona Lisa server.delete", (before, named) => {
    if (named.roles.includes("member")) throw faults.TEAM_MEMBER_NO_ROLE();
    return revoked(before, named);
  });
}

async function change(
  turn: PowersTurn,
  deps: TeamDeps["teams"],
  example: string,
  apply: (before: Standing, named: Named) => Standing,
): Promise<Reply> {
  const { person, rest } = readPerson(turn, turn.args.what, example);
  const named = readPowers(rest);
  const team = getTeamInForce(turn);
  return deps.store.transaction(async (tx) => {
    const target = await getMember(tx, turn, team, person);
    await refuseUnchangeable(tx, turn, target);
    const before = readStanding(target.member);
    const after = apply(before, named);
    const isSame = isSameStanding(before, after);
    if (!isSame) await write(tx, turn, target, before, after);
    const now = `${target.name} is ${sayStanding(after)} in team **${sayName(team.name)}**`;
    return deps.record(tx, turn, reply.text(isSame ? `Nothing was changed: ${now}.` : `✅ ${now} now.`));
  });
}

/** Nobody makes more of themselves, nobody makes less of the owner, and who hasn't come yet has nothing to do. */
async function refuseUnchangeable(
  tx: Transaction,
  turn: TurnContext,
  { member, name }: Member,
): Promise<void> {
  const team = sayName(getTeamInForce(turn).name);
  if (member.userId === turn.actor.userId) {
    const names = await listAdministratorNames(tx, member.teamId);
    const others = names.filter((other) => other !== turn.actor.person.displayName);
    throw faults.TEAM_SELF({ team, administrators: sayAdministrators(others) });
  }
  if (member.role === "owner") throw faults.TEAM_OWNER_POWERS({ person: name, team });
  if (member.state !== "active") throw faults.TEAM_MEMBER_PENDING({ person: name, team });
}

/** Over what was read only: of two who change one member at once the second starts anew. */
async function write(
  tx: Transaction,
  turn: TurnContext,
  { member }: Member,
  before: Standing,
  after: Standing,
): Promise<void> {
  const { id, permissions, role } = member;
  if (!(await tx.teamMembers.setPermissions(id, permissions, after.powers))) throw faults.TEAM_CHANGED();
  if (role !== after.role && !(await tx.teamMembers.setRole(id, role, after.role)))
    throw faults.TEAM_CHANGED();
  const verb = after.powers.length >= before.powers.length ? "granted" : "revoked";
  const was = { before: before.powers, beforeRole: before.role };
  const data = { powers: after.powers, role: after.role, ...was };
  await tx.events.record(toMemberEvent(turn, member, { verb, data }));
}
