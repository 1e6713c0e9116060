import type { MatchedSubscription, Store } from "../../adapters/store/contract/index.ts";
import { loseSubscriptions, type Announce } from "./lost.ts";

export interface LapsedDeps {
  readonly store: Pick<Store, "transaction">;
  readonly announce: Announce;
}

/** Their week to sign in again is over: what they set up stops, and each of its conversations is told once. */
export async function loseLapsed(
  subscriptions: readonly MatchedSubscription[],
  { store, announce }: LapsedDeps,
): Promise<void> {
  for (const id of new Set(subscriptions.map((one) => one.chatOpsUsersId))) {
    await store.transaction(async (tx) => {
      const creator = await tx.githubUsers.find(id);
      // Signed in meanwhile, or out.
      if (creator?.state !== "expired") return;
      await loseSubscriptions(tx, creator, "hasn't signed in to GitHub again for a week", announce);
    });
  }
}
