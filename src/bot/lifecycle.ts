import type { InboundLifecycle } from "../core/inbound.ts";
import type { Message } from "../core/message.ts";
import type { Answers } from "./answers.ts";
import type { BotTransaction, ConversationRow } from "./store.ts";
import type { Resumed } from "./welcome.ts";

export interface LifecycleDeps {
  readonly answers: Pick<Answers, "toOutbox">;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
  /** Said once where the bot is added. */
  readonly welcome: (activity: InboundLifecycle) => Message;
  /** Said once where the bot is added again, for all that goes on with it. */
  readonly welcomeBack: (activity: InboundLifecycle, resumed: Resumed) => Message;
}

/**
 * What the bot's coming and going means for conversations. While the bot is away they are `paused` (all of a team, or a
 * chat) or `gone` (one channel by itself): nothing is delivered, and for 30 days everything can go on.
 */
export async function applyLifecycle(
  activity: InboundLifecycle,
  tx: BotTransaction,
  deps: LifecycleDeps,
): Promise<void> {
  const { change, conversation } = activity;
  const known = await tx.conversations.findByChannel(conversation.channelId);
  switch (change) {
    case "bot-added":
      return comeIn(activity, known, await wakeTeam(activity, known, tx), tx, deps);
    case "bot-added-to-channel":
      return comeIn(activity, known, await wake(activity, known, tx), tx, deps);
    case "restored":
      if (known !== undefined) await comeIn(activity, known, await wake(activity, known, tx), tx, deps);
      return;
    case "team-restored":
      await wakeTeam(activity, undefined, tx);
      return;
    case "bot-removed":
    case "team-deleted":
      return pauseAll(activity, known, tx);
    case "bot-removed-from-channel":
    case "deleted":
      if (known !== undefined) await tx.conversations.setState(known.id, "gone", reasonOf(activity));
      return;
    case "renamed":
      return tx.conversations.rename(conversation.channelId, conversation.name);
  }
}

/**
 * One install brings several activities: only the one that changes something is answered, and with one message, however
 * many channels go on. Where nothing is subscribed that is the welcome of the first time.
 */
async function comeIn(
  activity: InboundLifecycle,
  known: ConversationRow | undefined,
  woken: readonly ConversationRow[],
  tx: BotTransaction,
  deps: LifecycleDeps,
): Promise<void> {
  const conversation = await tx.conversations.ensure(activity.conversation);
  const isNew = known === undefined || woken.some((one) => one.id === conversation.id);
  const resumed = await countResumed(activity, woken, tx);
  const isBack = resumed.here + resumed.elsewhere > 0;
  if (!isBack && (!isNew || activity.change === "restored")) return;

  const message = isBack ? deps.welcomeBack(activity, resumed) : deps.welcome(activity);
  const place = { conversationId: conversation.id, reference: activity.conversation };
  await tx.outbox.append([deps.answers.toOutbox(place, message)]);
  tx.afterCommit(() => {
    deps.notifyMailbox([conversation.id]);
  });
}

async function countResumed(
  { conversation }: InboundLifecycle,
  woken: readonly ConversationRow[],
  tx: BotTransaction,
): Promise<Resumed> {
  if (woken.length === 0) return { here: 0, elsewhere: 0, otherChannels: 0 };
  const counts = await tx.subscriptions.countByChannel(woken.map((one) => one.channelId));
  const others = [...counts].filter(([channelId]) => channelId !== conversation.channelId);
  return {
    here: counts.get(conversation.channelId) ?? 0,
    elsewhere: others.reduce((sum, [, count]) => sum + count, 0),
    otherChannels: others.length,
  };
}

/** The bot left a team: all of that team's conversations; a chat: this one. What is gone stays gone. */
async function pauseAll(
  activity: InboundLifecycle,
  known: ConversationRow | undefined,
  tx: BotTransaction,
): Promise<void> {
  for (const { id, state } of await listAll(activity, known, tx))
    if (state === "active") await tx.conversations.setState(id, "paused", reasonOf(activity));
}

/**
 * What a removal paused goes on when the bot or the team is back: nobody speaks in a channel only to wake it. A channel
 * that is gone by itself (deleted, or private and left) is woken only by what concerns that channel.
 */
async function wakeTeam(
  activity: InboundLifecycle,
  known: ConversationRow | undefined,
  tx: BotTransaction,
): Promise<readonly ConversationRow[]> {
  const woken: ConversationRow[] = [];
  for (const one of await listAll(activity, known, tx))
    if (one.state === "paused" || one.id === known?.id) woken.push(...(await wake(activity, one, tx)));
  return woken;
}

/** Itself, if this woke it. */
async function wake(
  activity: InboundLifecycle,
  known: ConversationRow | undefined,
  tx: BotTransaction,
): Promise<readonly ConversationRow[]> {
  if (known === undefined || known.state === "active") return [];
  return (await tx.conversations.setState(known.id, "active", reasonOf(activity))) ? [known] : [];
}

async function listAll(
  { conversation }: InboundLifecycle,
  known: ConversationRow | undefined,
  tx: BotTransaction,
): Promise<readonly ConversationRow[]> {
  const inTeam = await tx.conversations.listByTeam(conversation.teamId);
  const all = new Map([...inTeam, ...(known === undefined ? [] : [known])].map((one) => [one.id, one]));
  return [...all.values()];
}

function reasonOf({ change }: InboundLifecycle): string {
  return `${change} in Teams`;
}
