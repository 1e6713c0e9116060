import type { MatchedSubscription, Store, Transaction } from "../../adapters/store/contract/index.ts";
import { MINUTE, type Clock } from "../../core/clock.ts";
import type { Fault } from "../../core/fault.ts";
import type { Log } from "../../core/log.ts";
import type { Access } from "./access.ts";
import { loseOne, type Announce } from "./lost.ts";
import { isRefusalProof, type RefusalProofDeps } from "./refusal-proof.ts";

/** Of two refusals by GitHub, the second this much later takes a subscription's access for lost. */
const APART_MS = 10 * MINUTE;

export interface NoteDeps extends RefusalProofDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly announce: Announce;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes down what GitHub answered; the second refusal that counts loses the subscription. */
export async function note(
  subscription: MatchedSubscription,
  repositoryId: string,
  access: Access,
  deps: NoteDeps,
): Promise<void> {
  const [health] = await deps.store.read((reads) => reads.subscriptionHealth.list([subscription.id]));
  if (access.kind === "reads") {
    if (health?.provenAt === undefined && subscription.ghArtifactType === "Repo")
      await deps.store.transaction((tx) => tx.subscriptionHealth.markProven(subscription.id, access.askedAt));
    if (health?.refusedAt === undefined || health.refusedAt >= access.askedAt) return;
    await deps.store.transaction(async (tx) => {
      if (await tx.subscriptionHealth.clearRefused(subscription.id))
        await record(tx, subscription, "reached");
    });
    return;
  }
  const { askedAt, kind } = access;
  const isSingleSignOn = kind === "single-sign-on";
  const error = isSingleSignOn ? "GITHUB_SSO_REQUIRED" : "GITHUB_FORBIDDEN";
  const isProof = !isSingleSignOn && (await isRefusalProof(subscription, repositoryId, deps));
  // One private repository of an owner that the creator can't read is as it should be.
  if (!isSingleSignOn && !isProof) return;
  await deps.store.transaction(async (tx) => {
    await tx.subscriptionHealth.recordError([subscription.id], askedAt, error);
    if (isProof) await countRefusal(tx, subscription, askedAt, deps);
  });
}

async function countRefusal(
  tx: Transaction,
  subscription: MatchedSubscription,
  askedAt: Date,
  { announce, log }: NoteDeps,
): Promise<void> {
  const current = await tx.subscriptions.find(subscription);
  // Paused, lost or taken over while GitHub was asked.
  if (current?.state !== "active" || current.chatOpsUsersId !== subscription.chatOpsUsersId) return;
  const [health] = await tx.subscriptionHealth.list([subscription.id]);
  const first = health?.refusedAt;
  if (first === undefined) {
    await tx.subscriptionHealth.markRefused(subscription.id, askedAt);
    await record(tx, subscription, "refused");
    return;
  }
  if (askedAt.getTime() - first.getTime() < APART_MS) return;
  const creator = await tx.githubUsers.find(subscription.chatOpsUsersId);
  if (creator === undefined) return;
  await loseOne(tx, current, creator, "can no longer reach it on GitHub", announce);
  log.info({ subscription: subscription.id }, "a subscription's creator lost access");
}

/** What GitHub answered its creator. */
async function record(
  tx: Transaction,
  subscription: MatchedSubscription,
  verb: "refused" | "reached",
): Promise<void> {
  await tx.events.record({
    actorType: "component",
    actorId: "subscriptions",
    tenantId: subscription.tenantId,
    teamId: subscription.teamId,
    entityType: "chatopssubscription",
    entityId: subscription.id,
    verb,
    data: { name: subscription.ghArtifactName, login: subscription.creator.ghLogin },
  });
}

/** For `status`; best effort, since the fault itself is what counts. */
export async function noteFault({ id }: MatchedSubscription, fault: Fault, deps: NoteDeps): Promise<void> {
  const now = deps.clock.now();
  const [health] = await deps.store.read((reads) => reads.subscriptionHealth.list([id]));
  const isKnown = health?.lastError === fault.code && isWithinMinute(health.lastErrorAt, now);
  if (!isKnown)
    await deps.store.transaction((tx) => tx.subscriptionHealth.recordError([id], now, fault.code));
}

function isWithinMinute(at: Date | undefined, now: Date): boolean {
  return at !== undefined && now.getTime() - at.getTime() < MINUTE;
}
