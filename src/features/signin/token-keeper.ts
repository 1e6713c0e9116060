import type { GitHubOAuth } from "../../adapters/github/contract/index.ts";
import type { GitHubTokens, Store } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND, type Clock } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Timers } from "../../core/timers.ts";
import { expireConnection, type OnExpired } from "./expire.ts";

/** Hands out access tokens that are good for the next minutes. */
export interface TokenKeeper {
  /** Throws SIGN_IN_AGAIN when the person has to sign in anew, GITHUB_UNREACHABLE when GitHub doesn't answer. */
  accessToken(githubUserId: string): Promise<string>;
}

export interface TokenKeeperDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly oauth: Pick<GitHubOAuth, "refresh">;
  readonly onExpired: OnExpired;
  readonly clock: Clock;
  readonly timers: Timers;
}

// A token this near to its end is refreshed first, so that it does not end between our check and GitHub's.
const REFRESH_BEFORE_MS = 5 * MINUTE;
const LEASE_MS = 30 * SECOND;
// Longer than the lease of a holder that died with it.
const PATIENCE_MS = LEASE_MS + 5 * SECOND;
const WAIT_STEP_MS = 200;

/**
 * Refresh tokens work once: one refresh a user at a time in the whole cluster (a lease), and the new pair is
 * saved before it is used.
 */
export function createTokenKeeper(deps: TokenKeeperDeps): TokenKeeper {
  const inFlight = new Map<string, Promise<string>>();
  return {
    accessToken(githubUserId) {
      const running = inFlight.get(githubUserId);
      if (running !== undefined) return running;
      const promise = freshToken(githubUserId, deps).finally(() => inFlight.delete(githubUserId));
      inFlight.set(githubUserId, promise);
      return promise;
    },
  };
}

async function freshToken(githubUserId: string, deps: TokenKeeperDeps): Promise<string> {
  const holder = newId();
  const giveUpAt = deps.clock.now().getTime() + PATIENCE_MS;
  for (;;) {
    const tokens = await readTokens(githubUserId, deps);
    if (isGood(tokens, deps.clock)) return tokens.accessToken;
    const now = deps.clock.now();
    const lease = await deps.store.transaction((tx) =>
      tx.leases.acquire(leaseName(githubUserId), holder, now, addMilliseconds(now, LEASE_MS)),
    );
    if (lease !== undefined) return refreshHolding(githubUserId, holder, deps);
    if (now.getTime() >= giveUpAt) throw faults.GITHUB_UNREACHABLE();
    await new Promise<void>((resolve) => deps.timers.after(WAIT_STEP_MS, resolve));
  }
}

async function refreshHolding(githubUserId: string, holder: string, deps: TokenKeeperDeps): Promise<string> {
  try {
    // Whoever held the lease before may have refreshed already.
    const tokens = await readTokens(githubUserId, deps);
    return isGood(tokens, deps.clock) ? tokens.accessToken : await refresh(githubUserId, tokens, deps);
  } finally {
    await deps.store.transaction((tx) => tx.leases.release(leaseName(githubUserId), holder));
  }
}

async function refresh(githubUserId: string, tokens: GitHubTokens, deps: TokenKeeperDeps): Promise<string> {
  try {
    if (tokens.refreshToken === undefined) throw faults.SIGN_IN_AGAIN();
    const fresh = await deps.oauth.refresh(tokens.refreshToken);
    await deps.store.transaction((tx) => tx.githubUsers.saveTokens(githubUserId, fresh));
    return fresh.accessToken;
  } catch (error) {
    if (!isFault(error, "SIGN_IN_AGAIN")) throw error;
    // A holder that was slow rather than gone may have spent the same refresh token, and saved what it got.
    const saved = await readTokens(githubUserId, deps);
    if (isGood(saved, deps.clock)) return saved.accessToken;
    await expireConnection(githubUserId, tokens, deps);
    throw error;
  }
}

async function readTokens(githubUserId: string, deps: TokenKeeperDeps): Promise<GitHubTokens> {
  const tokens = await deps.store.read((reads) => reads.githubUsers.findTokens(githubUserId));
  if (tokens === undefined) throw faults.SIGN_IN_AGAIN();
  return tokens;
}

function isGood(tokens: GitHubTokens, clock: Clock): boolean {
  if (tokens.expiresAt === undefined) return true;
  return tokens.expiresAt.getTime() - clock.now().getTime() > REFRESH_BEFORE_MS;
}

function leaseName(githubUserId: string): string {
  return `github-token:${githubUserId}`;
}
