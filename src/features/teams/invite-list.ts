import type { ListedTeamMember, TeamInvitationRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import { getInvitingTeam } from "./invite.ts";
import type { InvitationDeps } from "./invite-deps.ts";
import { toUtc } from "./invite-words.ts";
import { nameOf } from "./person.ts";

const MOST_SHOWN = 50;
/** Memberships that wait are read at once with their people; more than are shown, for some lack an invitation. */
const MOST_READ = 500;

/** `invitation list` */
export async function listInvitations(
  turn: TurnContext,
  { invitations: deps }: InvitationDeps,
): Promise<Reply> {
  const team = getInvitingTeam(turn);
  const { pending, members } = await deps.store.read(async (reads) => ({
    pending: await reads.teamInvitations.listPendingByTeam(team.id, { limit: MOST_SHOWN + 1 }),
    members: await reads.teamMembers.list(team.id, { limit: MOST_READ }, ["created", "invited"]),
  }));
  const name = escapeMarkdown(team.name);
  if (pending.length === 0)
    return reply.toAsker({
      text: `Nobody's answer is awaited in team ${name}. Invite somebody: \`team invite jon@example.com Park\`.`,
    });
  const people = new Map(members.map((member) => [member.userId, member]));
  const lines = pending
    .slice(0, MOST_SHOWN)
    .map((invitation) => toRow(invitation, people.get(invitation.recipientId), deps.clock.now()));
  const more = pending.length > MOST_SHOWN ? ["- and more"] : [];
  return reply.toAsker({ text: [`**Invited to team ${name}**`, ...lines, ...more].join("\n") });
}

function toRow(
  { email, surname, expiresAt, sentAt }: TeamInvitationRecord,
  member: ListedTeamMember | undefined,
  now: Date,
): string {
  const known = member === undefined ? "somebody" : nameOf(member.user);
  const who = email === "" ? known : `${escapeMarkdown(surname)} (${escapeMarkdown(email)})`;
  const state = sentAt === undefined ? "⏳ not sent yet" : "📨 sent";
  const until = expiresAt <= now ? "expired" : `until ${toUtc(expiresAt)}`;
  return `- ${who}: ${state}, ${until}`;
}
