import type { TeamInvitationRecord, UserRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown, withoutInvisible } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { toLine } from "../../core/plain-text.ts";

const NAME_LENGTH = 60;

/** Who asks whom to join what. */
export interface Asking {
  readonly invitation: Pick<TeamInvitationRecord, "id" | "expiresAt">;
  readonly recipient: UserRecord;
  readonly inviterName: string;
  readonly teamName: string;
}

/**
 * The card with which somebody answers. `alone`: in their 1:1 chat; `mentioned`: where others read along, and can press
 * nothing.
 */
export function toInvitationCard(asking: Asking, where: "alone" | "mentioned"): CardContent {
  const { invitation, recipient, inviterName, teamName } = asking;
  const name = toMentionName(recipient.displayName);
  const summary = `${toLine(inviterName, NAME_LENGTH)} invites ${where === "alone" ? "you" : name} to team ${toLine(teamName, NAME_LENGTH)}`;
  return {
    card: "teams/invitation",
    summary,
    data: {
      id: invitation.id,
      inviter: escapeMarkdown(toLine(inviterName, NAME_LENGTH)),
      team: escapeMarkdown(teamName),
      // Cards read no fractions of seconds.
      until: `${invitation.expiresAt.toISOString().slice(0, 19)}Z`,
      name,
      mentions: where === "alone" ? [] : [{ id: recipient.teamsUserId, name }],
      fallback: escapeMarkdown(`${summary}. Say: invitation accept, or: invitation decline`),
    },
  };
}

/** A name stands in the text and in the mention, letter for letter: nothing in it may mean something to Markdown or HTML. */
function toMentionName(displayName: string): string {
  const plain = withoutInvisible(displayName).replace(/[^\p{L}\p{M}\p{N} .,'()-]+/gu, " ");
  const name = toLine(plain, NAME_LENGTH);
  return name === "" ? "You" : name;
}
