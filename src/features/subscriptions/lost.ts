import { z } from "zod";
import type {
  GitHubUserRecord,
  ListedSubscription,
  Reads,
  SubscriptionRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Message } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, LinkedGitHub } from "../../core/turn.ts";
import type { SubscriptionDeps } from "./deps.ts";
import { onlyTheseAction } from "./only-these.ts";
import { reachesArtifact } from "./reach.ts";
import { recordChange } from "./history.ts";

/** Posts a message of the bot's own into a conversation, in this transaction. */
export type Announce = (tx: Transaction, conversationId: string, message: Message) => Promise<void>;

/** The creator is gone (signed out, revoked): their subscriptions stop, and each channel is told once, with the way on. */
export async function loseSubscriptions(
  tx: Transaction,
  creator: GitHubUserRecord,
  reason: string,
  announce: Announce,
): Promise<void> {
  const lost: SubscriptionRecord[] = [];
  for (const subscription of await tx.subscriptions.listByCreator(creator.id))
    if (await lose(tx, subscription, reason)) lost.push(subscription);
  for (const [channelId, own] of Map.groupBy(lost, (one) => one.channelId)) {
    const names = own.map((one) => one.ghArtifactName);
    await tell(tx, channelId, lostCard(creator, reason, names), announce);
  }
}

/** The creator lost access to this one: it stops, and its conversation is told once, with the way on. */
export async function loseOne(
  tx: Transaction,
  subscription: SubscriptionRecord,
  creator: GitHubUserRecord,
  reason: string,
  announce: Announce,
): Promise<void> {
  if (!(await lose(tx, subscription, reason))) return;
  await tell(tx, subscription.channelId, lostCard(creator, reason, [subscription.ghArtifactName]), announce);
}

/** False when it was lost before, or somebody else is the one who loses it. */
async function lose(tx: Transaction, subscription: SubscriptionRecord, reason: string): Promise<boolean> {
  if (subscription.state === "lost" || !(await tx.subscriptions.lose(subscription.id, reason))) return false;
  await tx.events.record({
    actorType: "component",
    actorId: "subscriptions",
    tenantId: subscription.tenantId,
    teamId: subscription.teamId,
    entityType: "chatopssubscription",
    entityId: subscription.id,
    verb: "lost",
    fromState: subscription.state,
    toState: "lost",
    data: { reason, name: subscription.ghArtifactName },
  });
  return true;
}

async function tell(tx: Transaction, channelId: string, message: Message, announce: Announce): Promise<void> {
  const conversation = await tx.conversations.findByChannel(channelId);
  if (conversation?.state === "active") await announce(tx, conversation.id, message);
}

function lostCard(creator: GitHubUserRecord, reason: string, names: readonly string[]): Message {
  const login = escapeMarkdown(creator.ghLogin);
  return {
    card: "subscriptions/lost",
    data: {
      login,
      reason,
      creator: creator.id,
      names: names.slice(0, 20).map((name) => ({ name: escapeMarkdown(name) })),
      more: Math.max(0, names.length - 20),
    },
    summary: `${names.length === 1 ? "One subscription" : `${String(names.length)} subscriptions`} stopped: @${creator.ghLogin} ${reason}`,
  };
}

/** Calls to GitHub at once for one press of the button. */
const CONCURRENCY = 10;

const NOTHING_LEFT = reply.toAsker({ text: "Nothing is left to take over here." });

async function adopt(
  turn: ActionTurn<{ creator: string }>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const { channelId, teamId } = turn.place.reference;
  const listLost = async (reads: Pick<Reads, "subscriptions">): Promise<readonly ListedSubscription[]> => {
    const rows = await reads.subscriptions.listForChannel(deps.clientAppId, channelId, teamId);
    return rows.filter((row) => row.state === "lost" && row.chatOpsUsersId === turn.data.creator);
  };
  const lost = await deps.store.read(listLost);
  if (lost.length === 0) return NOTHING_LEFT;
  const checked = await deps.asConnected(github.id, (person) =>
    mapConcurrently(lost, CONCURRENCY, (row) => reachesArtifact(row, person)),
  );
  const reachable = new Set(lost.filter((_row, index) => checked[index]).map((row) => row.id));
  return deps.store.transaction(async (tx) => {
    // Somebody may have taken them over, or ended them, while GitHub was asked.
    const left = await listLost(tx);
    if (left.length === 0) return deps.record(tx, turn, NOTHING_LEFT);
    const taken = left.filter((row) => reachable.has(row.id));
    for (const row of taken) await takeOver(tx, turn, row, github);
    return deps.record(tx, turn, adoptedCard(turn, taken, left.length - taken.length));
  });
}

async function takeOver(
  tx: Transaction,
  turn: ActionTurn<unknown>,
  row: SubscriptionRecord,
  github: LinkedGitHub,
): Promise<void> {
  await tx.subscriptions.adopt(row.id, github.id, row.chatOpsInstallationsId);
  await recordChange(tx, turn, row, { verb: "adopted", fromState: "lost", toState: "active" });
}

function adoptedCard(turn: ActionTurn<unknown>, taken: readonly SubscriptionRecord[], left: number): Reply {
  const name = escapeMarkdown(turn.actor.person.displayName);
  if (taken.length === 0)
    return reply.toAsker({
      text: "Your GitHub account can't reach any of these, so they stay stopped. Ask somebody with access.",
    });
  return reply.replaceCard(
    "subscriptions/adopted",
    { name, names: taken.map((row) => ({ name: escapeMarkdown(row.ghArtifactName) })), left },
    `${turn.actor.person.displayName} took over ${String(taken.length)} subscriptions`,
  );
}

export const subscriptionActions: readonly ActionSpec<SubscriptionDeps>[] = [
  defineAction({
    verb: "subscriptions.adopt",
    summary: "Take over subscriptions whose creator left",
    data: z.object({ creator: z.string().max(64) }),
    needs: { account: "github", permission: "member" },
    run: adopt,
  }),
  onlyTheseAction,
];
