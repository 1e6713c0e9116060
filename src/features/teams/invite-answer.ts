import type {
  Reads,
  TeamInvitationRecord,
  TeamRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn, TurnContext } from "../../core/turn.ts";
import { doerOf } from "./invite.ts";
import { acceptInvitation, getLivingTeam, whyEnded } from "./invite-accept.ts";
import type { InvitationDeps, Inviting } from "./invite-deps.ts";
import { endInvitation } from "./invite-end.ts";
import { toPlace } from "./invite-place.ts";
import { toTyped } from "./invite-words.ts";

export type Answer = "accept" | "decline";

/** More than that many are answered by name. */
const MOST_NAMED = 10;

/** `invitation accept|decline [team]`: the caller's own. */
export function answerOwn(answer: Answer) {
  return async (
    turn: Turn<{ readonly team: string }>,
    { invitations: deps }: InvitationDeps,
  ): Promise<Reply> =>
    deps.store.transaction(async (tx) => {
      const invitation = await getOwn(tx, turn, answer, deps);
      const { text } = await settle(tx, turn, invitation, answer, deps);
      return deps.record(tx, turn, reply.text(text));
    });
}

/** The buttons of an invitation's card: the same, for the one that it is about. */
export function pressAnswer(answer: Answer) {
  return async (
    turn: ActionTurn<{ readonly id: string }>,
    { invitations: deps }: InvitationDeps,
  ): Promise<Reply> =>
    deps.store.transaction(async (tx) => {
      const invitation = await tx.teamInvitations.find(turn.data.id);
      if (invitation?.recipientId !== turn.actor.userId) throw faults.INVITATION_NOT_YOURS();
      const { text, summary } = await settle(tx, turn, invitation, answer, deps);
      return deps.record(
        tx,
        turn,
        reply.replaceCard("teams/invitation-answered", { text: withoutCode(text) }, summary),
      );
    });
}

interface Settled {
  readonly text: string;
  readonly summary: string;
}

async function settle(
  tx: Transaction,
  turn: TurnContext,
  invitation: TeamInvitationRecord,
  answer: Answer,
  deps: Inviting,
): Promise<Settled> {
  const team = await getLivingTeam(tx, invitation);
  const ended = whyEnded(invitation, team, deps.clock.now());
  if (ended !== undefined) throw ended;
  return answer === "accept"
    ? accept(tx, turn, invitation, team, deps)
    : decline(tx, turn, invitation, team, deps);
}

async function accept(
  tx: Transaction,
  turn: TurnContext,
  invitation: TeamInvitationRecord,
  team: TeamRecord,
  deps: Inviting,
): Promise<Settled> {
  const user = await tx.users.find(turn.actor.userId);
  const isDone = user !== undefined && (await acceptInvitation(tx, invitation, user, deps, turn.jobId));
  if (!isDone) throw await lostTo(tx, invitation, team, deps);
  const [who, name] = [escapeMarkdown(turn.actor.person.displayName), escapeMarkdown(team.name)];
  const isOther = user.currentTeamId !== "" && user.currentTeamId !== team.id;
  const next = isOther ? ` Say \`team use ${toTyped(team.name)}\` to work in it.` : "";
  return {
    text: `✅ ${who}, you are in team ${name} now.${next}`,
    summary: `${turn.actor.person.displayName} is in team ${team.name}`,
  };
}

async function decline(
  tx: Transaction,
  turn: TurnContext,
  invitation: TeamInvitationRecord,
  team: TeamRecord,
  deps: Inviting,
): Promise<Settled> {
  if (!(await endInvitation(tx, invitation, team, "decline", doerOf(turn))))
    throw await lostTo(tx, invitation, team, deps);
  const [who, name] = [escapeMarkdown(turn.actor.person.displayName), escapeMarkdown(team.name)];
  const text = `${who} declined the invitation to team ${name}.`;
  await deps.tell(tx, toPlace(invitation), { text: `↩️ ${text}` });
  return {
    text: `↩️ ${who}, you declined the invitation to team ${name}.`,
    summary: `${turn.actor.person.displayName} declined`,
  };
}

/** Two answers came at once, and this is the later one. */
async function lostTo(
  tx: Transaction,
  { id }: TeamInvitationRecord,
  team: TeamRecord,
  { clock }: Inviting,
): Promise<Error> {
  const now = await tx.teamInvitations.find(id);
  return (now && whyEnded(now, team, clock.now())) ?? faults.STORE_BUSY();
}

async function getOwn(
  tx: Transaction,
  turn: Turn<{ readonly team: string }>,
  answer: Answer,
  deps: Inviting,
): Promise<TeamInvitationRecord> {
  if (turn.args.team !== "") return getNamed(tx, turn);
  const pending = await tx.teamInvitations.listPendingByRecipient(turn.actor.userId, { limit: MOST_NAMED });
  const now = deps.clock.now();
  const live = pending.filter(({ expiresAt }) => expiresAt > now);
  const [first, second] = live.length === 0 ? pending : live;
  if (first === undefined) throw faults.INVITATION_NONE();
  if (second === undefined || live.length === 0) return first;
  const teams = await listTeams(tx, live);
  const [only, another] = live.filter(({ teamId }) => teams.has(teamId));
  if (another === undefined) return only ?? first;
  const names = [...teams.values()].map(({ name }) => escapeMarkdown(name)).join(", ");
  throw faults.INVITATION_WHICH({ names, verb: answer });
}

async function getNamed(
  tx: Transaction,
  { args, actor, place }: Turn<{ readonly team: string }>,
): Promise<TeamInvitationRecord> {
  const team = await tx.teams.findByName(place.reference.tenantId, args.team);
  const pending = team && (await tx.teamInvitations.findPendingByRecipient(team.id, actor.userId));
  if (pending !== undefined) return pending;
  const member = team && (await tx.teamMembers.findByUser(team.id, actor.userId));
  if (member?.state === "active")
    throw faults.INVITATION_ALREADY_IN({ team: escapeMarkdown(team?.name ?? args.team) });
  // The same sentence whether there is such a team or not.
  throw faults.INVITATION_NONE_THERE({ team: escapeMarkdown(args.team) });
}

/** The teams, by id, that were not deleted; ten at most. */
async function listTeams(
  { teams }: Pick<Reads, "teams">,
  invitations: readonly TeamInvitationRecord[],
): Promise<ReadonlyMap<string, TeamRecord>> {
  const found = new Map<string, TeamRecord>();
  for (const { teamId } of invitations) {
    const team = await teams.find(teamId);
    if (team !== undefined && team.deletedAt === undefined) found.set(teamId, team);
  }
  return found;
}

/** Cards read no code: its marks would stand there as they are. */
function withoutCode(markdown: string): string {
  return markdown.replace(/`/g, '"');
}
