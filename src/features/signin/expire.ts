import type {
  GitHubTokens,
  GitHubUserRecord,
  Store,
  Transaction,
} from "../../adapters/store/contract/index.ts";

/** Tells those who depend on this person's sign-in that they are to sign in again. */
export type OnExpired = (tx: Transaction, who: GitHubUserRecord) => Promise<void>;

export interface ExpireDeps {
  readonly store: Pick<Store, "transaction">;
  readonly onExpired: OnExpired;
}

/**
 * GitHub refused these tokens: the connection is expired, so that the next command asks for sign-in, and whoever depends
 * on it is told once. Nothing happens to one that was ended or has got other tokens meanwhile.
 */
export async function expireConnection(
  githubUserId: string,
  refused: Pick<GitHubTokens, "accessToken">,
  { store, onExpired }: ExpireDeps,
): Promise<void> {
  await store.transaction(async (tx) => {
    const account = await tx.githubUsers.find(githubUserId);
    if (account?.state !== "connected") return;
    const tokens = await tx.githubUsers.findTokens(githubUserId);
    if (tokens !== undefined && tokens.accessToken !== refused.accessToken) return;
    if (!(await tx.githubUsers.expire(githubUserId))) return;
    await tx.events.record({
      actorType: "component",
      actorId: "signin",
      tenantId: account.tenantId,
      entityType: "chatopsgithubuser",
      entityId: githubUserId,
      verb: "expired",
      fromState: "connected",
      toState: "expired",
    });
    await onExpired(tx, account);
  });
}
