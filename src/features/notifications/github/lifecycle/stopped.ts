import type { SubscriptionRecord, Transaction } from "../../../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../../../core/markdown.ts";

/** Why GitHub sends us nothing more of what is subscribed. The subscriptions stay as they are: GitHub may send again. */
export const STOP_REASONS = ["suspended", "uninstalled", "removed"] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export interface Stop {
  readonly reason: StopReason;
  readonly account: string;
  readonly by: { readonly id: string; readonly login: string };
}

const NAMES_SHOWN = 10;
/** A subscription's latest events, among which the last stop or resumption is looked for. */
const EVENTS_READ = 50;

/**
 * Records that these subscriptions get nothing more, and tells each conversation once. A repeat finds them stopped and
 * is silent. Answers the conversations that were told.
 */
export async function tellStopped(
  tx: Transaction,
  subscriptions: readonly SubscriptionRecord[],
  stop: Stop,
): Promise<readonly string[]> {
  const going: SubscriptionRecord[] = [];
  for (const one of subscriptions)
    if (one.state === "active" && (await findStop(tx, one)) === undefined) going.push(one);
  for (const one of going) await record(tx, one, "stopped", stop.by, stop.reason);
  return tellEach(tx, going, (names) => toStopText(stop, names));
}

/** Takes back what `tellStopped` told for one of these reasons. */
export async function tellResumed(
  tx: Transaction,
  subscriptions: readonly SubscriptionRecord[],
  { reasons, account, by }: Omit<Stop, "reason"> & { readonly reasons: readonly StopReason[] },
): Promise<readonly string[]> {
  const stopped: SubscriptionRecord[] = [];
  for (const one of subscriptions) {
    const reason = await findStop(tx, one);
    if (reason !== undefined && reasons.includes(reason)) stopped.push(one);
  }
  for (const one of stopped) await record(tx, one, "resumed", by, account);
  return tellEach(
    tx,
    stopped.filter((one) => one.state === "active"),
    (names) => `▶️ GitHub sends us events of ${names} again. Notifications go on.`,
  );
}

/** Why this subscription gets nothing, if that was its last news. */
async function findStop(
  tx: Transaction,
  subscription: Pick<SubscriptionRecord, "id">,
): Promise<StopReason | undefined> {
  const events = await tx.events.listByEntity("chatopssubscription", subscription.id, { limit: EVENTS_READ });
  const last = events.find(({ verb }) => verb === "stopped" || verb === "resumed");
  if (last?.verb !== "stopped") return undefined;
  return STOP_REASONS.find((reason) => reason === last.data["reason"]);
}

async function record(
  tx: Transaction,
  subscription: SubscriptionRecord,
  verb: "stopped" | "resumed",
  by: Stop["by"],
  reason: string,
): Promise<void> {
  await tx.events.record({
    actorType: "webhook",
    actorId: by.id,
    tenantId: subscription.tenantId,
    teamId: subscription.teamId,
    entityType: "chatopssubscription",
    entityId: subscription.id,
    verb,
    data: { reason, name: subscription.ghArtifactName, by: by.login },
  });
}

async function tellEach(
  tx: Transaction,
  subscriptions: readonly SubscriptionRecord[],
  toText: (names: string) => string,
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const [channelId, own] of Map.groupBy(subscriptions, (one) => one.channelId)) {
    const conversation = await tx.conversations.findByChannel(channelId);
    if (conversation?.state !== "active") continue;
    const text = toText(toNames(own.map((one) => one.ghArtifactName)));
    await tx.outbox.append([
      { conversationId: conversation.id, kind: "create", lane: "notification", body: { text } },
    ]);
    told.push(conversation.id);
  }
  return told;
}

function toStopText({ reason, account, by }: Stop, names: string): string {
  const who = `@${escapeMarkdown(by.login)}`;
  const where = `**${escapeMarkdown(account)}**`;
  switch (reason) {
    case "suspended":
      return `⏸️ ${who} suspended our GitHub App on ${where}, so there are no notifications of ${names} until it is unsuspended on GitHub.`;
    case "uninstalled":
      return `⏹️ ${who} removed our GitHub App from ${where}, so notifications of ${names} end here. They go on by themselves when it is installed there again.`;
    case "removed":
      return `⏹️ ${who} took ${names} away from our GitHub App, so notifications end here. They go on by themselves when it may reach them again.`;
  }
}

function toNames(names: readonly string[]): string {
  const shown = names.toSorted().slice(0, NAMES_SHOWN);
  const more = names.length - shown.length;
  const text = shown.map((name) => `**${escapeMarkdown(name)}**`).join(", ");
  return more > 0 ? `${text} and ${String(more)} more` : text;
}
