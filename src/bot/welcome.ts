import type { InboundLifecycle } from "../core/inbound.ts";
import type { Message } from "../core/message.ts";

/** Said once where the bot is added. */
export function welcome(activity: InboundLifecycle, botName: string): Message {
  const mention = activity.conversation.type === "personal" ? "" : `@${botName} `;
  return {
    card: "bot/welcome",
    data: { botName, mention },
    summary: `Hi, I'm ${botName}. Say help to see what I can do.`,
  };
}

/** Subscriptions that go on now that the bot is back. */
export interface Resumed {
  readonly here: number;
  readonly elsewhere: number;
  /** The team's other channels that have those elsewhere. */
  readonly otherChannels: number;
}

/** Said once where the bot is added again. Channels are counted, not named: some are private. */
export function welcomeBack({ conversation }: InboundLifecycle, resumed: Resumed): Message {
  const { here, elsewhere, otherChannels } = resumed;
  const place = conversation.type === "channel" ? "channel" : "chat";
  const others = `${count(otherChannels, "other channel")} of this team ${otherChannels === 1 ? "goes" : "go"} on with ${count(elsewhere, "subscription")}`;
  if (otherChannels === 0) return { text: `I'm back. This ${place} has ${count(here, "subscription")}.` };
  if (here === 0) return { text: `I'm back. ${others}; this one has none.` };
  return { text: `I'm back. This ${place} has ${count(here, "subscription")}; ${others}.` };
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
}
