import type { ConversationSettings } from "../../core/conversation-settings.ts";
import type { SettingsChange } from "./read-setting.ts";

const LATER = "Cards that are here change when something next happens to them.";

/** What a change means from now on, a sentence or two for each. */
export function tell(change: SettingsChange): readonly string[] {
  const { features, style, threads, drafts, bots } = change;
  return [
    ...(features === undefined
      ? []
      : [
          `A subscribe without features now turns on ${features.join(", ")}. Subscriptions that are here stay.`,
        ]),
    ...(style === undefined ? [] : [tellStyle(style)]),
    ...(threads === undefined ? [] : [tellThreads(threads)]),
    ...(drafts === undefined ? [] : [tellDrafts(drafts)]),
    ...(bots === undefined ? [] : [tellBots(bots)]),
  ];
}

function tellStyle(style: ConversationSettings["style"]): string {
  return style === "compact"
    ? `Cards are compact now: one to three lines, without buttons. ${LATER}`
    : `Cards are full now. ${LATER}`;
}

function tellThreads(threads: boolean): string {
  return threads
    ? "Comments and reviews now come as replies to their card."
    : "Comments and reviews no longer come as replies: the card counts them. On what has no card here, each comes as a small card.";
}

function tellDrafts(drafts: boolean): string {
  return drafts
    ? "Draft pull requests now come at once."
    : "Draft pull requests now come when they are ready for review.";
}

function tellBots(bots: boolean): string {
  return bots
    ? "What bots do is told now."
    : "What bots do is no longer told. What they change of a card that is here still shows on it.";
}
