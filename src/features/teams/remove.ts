import type { MemberState, TeamMemberRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn, TurnContext } from "../../core/turn.ts";
import type { TeamDeps } from "./deps.ts";
import { toMemberEvent } from "./history.ts";
import { getTeamInForce, sayName } from "./in-force.ts";
import { endInvitation } from "./invite-end.ts";
import { getMember, readPerson } from "./person.ts";

type Deps = TeamDeps["teams"];

const EXAMPLE = "team remove @Mona Lisa";

/** `team remove @person`: also who was invited and hasn't come yet. */
export async function removeMember(
  turn: Turn<{ readonly person: readonly string[] }>,
  { teams: deps }: TeamDeps,
): Promise<Reply> {
  const { person, rest } = readPerson(turn, turn.args.person, EXAMPLE);
  if (rest.length > 0) throw faults.TEAM_PERSON_MISSING({ example: EXAMPLE });
  const team = getTeamInForce(turn);
  return deps.store.transaction(async (tx) => {
    const { member, name } = await getMember(tx, turn, team, person);
    if (member.userId === turn.actor.userId) throw faults.TEAM_LEAVE_INSTEAD();
    if (member.role === "owner") throw faults.TEAM_OWNER_STAYS({ person: name, team: sayName(team.name) });
    const opened = await deps.listOpenedBy(tx, member);
    await withdraw(tx, turn, member, deps);
    const text = `✅ ${name} is no longer in team **${sayName(team.name)}** and may do nothing in it any more.${sayOpened("Their", opened)}`;
    return deps.record(tx, turn, reply.text(text));
  });
}

export async function confirmLeave(
  turn: Turn<unknown>,
  { teams: deps }: TeamDeps,
): Promise<ConfirmationRequest | undefined> {
  const { id, name, role } = getTeamInForce(turn);
  if (role === "owner") return undefined;
  const opened = await deps.store.read((reads) =>
    deps.listOpenedBy(reads, { teamId: id, userId: turn.actor.userId }),
  );
  const question = `Leave team **${sayName(name)}**? To come back you need an invitation.${sayOpened("Your", opened)}`;
  return { question, label: "Leave", target: { teamId: id } };
}

/** `team leave` */
export async function leaveTeam(turn: Turn<unknown>, { teams: deps }: TeamDeps): Promise<Reply> {
  const team = getTeamInForce(turn);
  return deps.store.transaction(async (tx) => {
    const member = await tx.teamMembers.find(team.memberId);
    if (member?.state !== "active") throw faults.TEAM_CHANGED();
    if (member.role === "owner") throw faults.TEAM_OWNER_LEAVES({ team: sayName(team.name) });
    await withdraw(tx, turn, member, deps);
    const text = `✅ You left team **${sayName(team.name)}**.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

const MOST_NAMED = 10;

/** What becomes of the key pairs that open the team's servers. */
function sayOpened(whose: "Their" | "Your", servers: readonly string[]): string {
  if (servers.length === 0) return "";
  const names = servers.slice(0, MOST_NAMED).map((name) => `**${sayName(name)}**`);
  const more = servers.length - names.length;
  const all = [...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
  return ` ${whose} own key pairs go off ${all}; \`server keys\` shows how far that is, and where one has to stay because nothing else opens the server.`;
}

async function withdraw(
  tx: Transaction,
  turn: TurnContext,
  member: TeamMemberRecord,
  deps: Deps,
): Promise<void> {
  const state = await endPending(tx, turn, member);
  if (state !== "withdrawn") await end(tx, turn, member);
  const user = await tx.users.find(member.userId);
  if (user?.currentTeamId === member.teamId) await tx.users.setCurrentTeam(user.id, "");
  await deps.onMembershipChanged(tx, { ...member, state: "withdrawn" });
}

async function end(tx: Transaction, turn: TurnContext, member: TeamMemberRecord): Promise<void> {
  const transition = await tx.teamMembers.withdraw(member.id);
  if (transition === undefined) throw faults.TEAM_CHANGED();
  const data = { role: member.role, powers: member.permissions };
  await tx.events.record(toMemberEvent(turn, member, { verb: "withdrawn", ...transition, data }));
}

/** Whoever holds the link of an invitation must not come in by it after all. Answers the membership's state after that. */
async function endPending(
  tx: Transaction,
  { actor, jobId }: TurnContext,
  { id, teamId, userId, state }: TeamMemberRecord,
): Promise<MemberState> {
  const invitation = await tx.teamInvitations.findPendingByRecipient(teamId, userId);
  if (invitation === undefined) return state;
  const doer = { actorType: "user", actorId: actor.userId, correlationId: jobId } as const;
  await endInvitation(tx, invitation, { id: teamId, tenantId: actor.person.tenantId }, "revoke", doer);
  return (await tx.teamMembers.find(id))?.state ?? state;
}
