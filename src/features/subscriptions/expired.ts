import type { GitHubUserRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY, type Clock } from "../../core/clock.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Message } from "../../core/message.ts";
import type { Announce } from "./lost.ts";

/** How long what an expired sign-in stands for goes on. */
const GRACE_DAYS = 7;

/** GitHub no longer takes this person's sign-in: each conversation that gets events through it is told once, them by name. */
export async function tellExpired(
  tx: Transaction,
  creator: GitHubUserRecord,
  { announce, clock }: { readonly announce: Announce; readonly clock: Clock },
): Promise<void> {
  const own = await tx.subscriptions.listByCreator(creator.id);
  const channelIds = new Set(own.filter((one) => one.state === "active").map((one) => one.channelId));
  if (channelIds.size === 0) return;
  const person = await tx.users.find(creator.userId);
  const name = toMentionName(person?.displayName ?? creator.ghLogin);
  for (const channelId of channelIds) {
    const conversation = await tx.conversations.findByChannel(channelId);
    if (conversation?.state !== "active") continue;
    await announce(tx, conversation.id, expiredCard(creator, name, clock));
  }
}

function expiredCard(creator: GitHubUserRecord, name: string, clock: Clock): Message {
  return {
    card: "subscriptions/expired",
    data: {
      name,
      teamsUserId: creator.teamsUserId,
      login: escapeMarkdown(creator.ghLogin),
      // Times in cards are read to the second, and not with fractions.
      until: addMilliseconds(clock.now(), GRACE_DAYS * DAY)
        .toISOString()
        .replace(/\.\d+Z$/, "Z"),
    },
    summary: `${name}, sign in to GitHub again`,
  };
}

/** A mention is found by its text, which brackets would end. */
function toMentionName(name: string): string {
  return name
    .replace(/[<>&"\\*_~`[\]()]/g, "")
    .trim()
    .slice(0, 80)
    .toWellFormed();
}
