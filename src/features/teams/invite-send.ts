import type { TeamInvitationRecord, Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { TurnContext } from "../../core/turn.ts";
import { toInvitationCard } from "./invite-card.ts";
import type { Inviting } from "./invite-deps.ts";
import type { Doer } from "./invite-events.ts";
import { createMailJob } from "./invite-mail-job.ts";
import type { InvitingTeam } from "./invite-membership.ts";
import { placeOf } from "./invite-place.ts";
import { recordSent } from "./invite-sent.ts";
import { activationUrl, toTyped } from "./invite-words.ts";
import { nameOf } from "./person.ts";

/** An invitation that is to reach its recipient now; the token is known here only. */
export interface Sending {
  readonly invitation: TeamInvitationRecord;
  readonly token: string;
  readonly team: InvitingTeam;
  readonly recipient: UserRecord;
  readonly turn: TurnContext;
  readonly doer: Doer;
}

/**
 * Brings the invitation on its way: a card for who is known in Teams, mail for who isn't, and where there is no mail a link
 * to hand over. Answers how, in a sentence for whoever invites. Throws INVITATION_MAIL_OFF.
 */
export async function sendInvitation(tx: Transaction, sending: Sending, deps: Inviting): Promise<string> {
  if (sending.recipient.aadObjectId === "") return sendToStranger(tx, sending, deps);
  return (await sendCard(tx, sending, deps)) ?? sendReminder(tx, sending, deps);
}

async function sendCard(tx: Transaction, sending: Sending, deps: Inviting): Promise<string | undefined> {
  const { recipient, turn, invitation, team } = sending;
  const inviterName = turn.actor.person.displayName;
  const asking = { invitation, recipient, inviterName, teamName: team.name };
  const chat = await findChat(tx, recipient);
  const isHere = turn.mentions.some(({ id }) => id === recipient.teamsUserId);
  if (chat === undefined && !isHere) return undefined;
  const [place, card] =
    chat === undefined
      ? [placeOf(turn.place), toInvitationCard(asking, "mentioned")]
      : [{ conversationId: chat }, toInvitationCard(asking, "alone")];
  await deps.tell(tx, place, card);
  await recordSent(tx, invitation, team, "teams", sending.doer);
  const where =
    chat === undefined ? "here, with buttons that only they can use" : "in their 1:1 chat with me";
  return `I asked them ${where}.`;
}

/** They have no chat with the bot that we know of: mail tells them to come, but carries no secret. */
async function sendReminder(tx: Transaction, sending: Sending, deps: Inviting): Promise<string> {
  const { invitation, team, recipient } = sending;
  if (deps.canMail && invitation.email !== "") {
    await createMailJob(tx, { ...sending, carries: "word" }, deps);
    return "I write to them, and they answer in Teams.";
  }
  await recordSent(tx, invitation, team, "hand", sending.doer);
  return `I have no chat with ${nameOf(recipient)} yet: ask them to say \`invitation accept ${toTyped(team.name)}\` to me in Teams.`;
}

async function sendToStranger(tx: Transaction, sending: Sending, deps: Inviting): Promise<string> {
  const { invitation, token, team, turn } = sending;
  if (deps.canMail) {
    await createMailJob(tx, { ...sending, carries: "link" }, deps);
    return "The mail with their link is on its way.";
  }
  // Whoever reads the link can use it, so it is shown to one person only.
  if (turn.place.reference.type !== "personal") throw faults.INVITATION_MAIL_OFF();
  await recordSent(tx, invitation, team, "hand", sending.doer);
  return `I can't send mail (\`SMTP_URL\` isn't set), so hand this link over yourself; it works once, and lets in whoever has it: ${activationUrl(deps, token)}`;
}

async function findChat(
  tx: Transaction,
  { personalConversationId }: UserRecord,
): Promise<string | undefined> {
  if (personalConversationId === undefined) return undefined;
  const chat = await tx.conversations.find(personalConversationId);
  return chat?.state === "active" && chat.type === "personal" ? chat.id : undefined;
}
