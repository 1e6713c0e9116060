import type { GitHubOAuth } from "../../adapters/github/contract/index.ts";
import type {
  GitHubUserRecord,
  Store,
  SubscriptionRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { Log } from "../../core/log.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";

/** What else ends with a connection: the person's subscriptions become lost, and their channels are told. */
export type OnDisconnected = (tx: Transaction, who: GitHubUserRecord, reason: string) => Promise<void>;

export interface SignOutDeps {
  readonly store: Pick<Store, "transaction" | "read">;
  readonly oauth: Pick<GitHubOAuth, "revokeGrant">;
  readonly clientAppId: string;
  readonly onDisconnected: OnDisconnected;
  readonly record: (tx: Transaction, turn: Turn<unknown>, answer: Reply) => Promise<Reply>;
  readonly log: Log;
}

const MOST_NAMES = 5;

/** Signing out stops subscriptions, so it is asked first when there are any. */
export async function confirmSignOut(
  turn: Turn<unknown>,
  deps: SignOutDeps,
): Promise<ConfirmationRequest | undefined> {
  const { account, ending } = await deps.store.read(async (reads) => {
    const found = await reads.githubUsers.findByUser(deps.clientAppId, turn.actor.userId);
    const subscriptions = found === undefined ? [] : await reads.subscriptions.listByCreator(found.id);
    return { account: found, ending: subscriptions.filter((one) => one.state !== "lost") };
  });
  if (account === undefined || account.state === "revoked" || ending.length === 0) return undefined;
  return {
    question: `Sign out @${escapeMarkdown(account.ghLogin)}? The subscriptions that you set up stop until someone with access takes them over: ${toNames(ending, turn)}.`,
    label: "Sign out",
    target: { githubUser: account.id, subscriptions: ending.map((one) => one.id).sort() },
  };
}

/** By name those of this conversation; those of others may be private, so they are counted. In a 1:1 chat there is nobody else. */
function toNames(ending: readonly SubscriptionRecord[], turn: Turn<unknown>): string {
  const { channelId, type } = turn.place.reference;
  const here = type === "personal" ? ending : ending.filter((one) => one.channelId === channelId);
  const names = [...new Set(here.map((one) => one.ghArtifactName))].sort();
  const more = names.length - MOST_NAMES;
  const elsewhere = ending.length - here.length;
  return [
    ...names.slice(0, MOST_NAMES).map(escapeMarkdown),
    ...(more > 0 ? [`${String(more)} more`] : []),
    ...(elsewhere > 0 ? [`${String(elsewhere)} in other conversations`] : []),
  ].join(", ");
}

/** Deletes the person's tokens, at GitHub too as far as GitHub can be reached. */
export async function signOut(turn: Turn<unknown>, deps: SignOutDeps): Promise<Reply> {
  const account = await deps.store.read((reads) =>
    reads.githubUsers.findByUser(deps.clientAppId, turn.actor.userId),
  );
  if (account === undefined || account.state === "revoked") {
    return reply.toAsker({ text: "You aren't signed in. Say `signin` to connect your GitHub account." });
  }
  await revokeAtGitHub(account, deps);
  const login = escapeMarkdown(account.ghLogin);
  return deps.store.transaction(async (tx) => {
    await disconnect(tx, account, { type: "user", id: turn.actor.userId }, "signed out", deps.onDisconnected);
    const text = `✅ Signed out. @${login} is no longer connected and its tokens are deleted. Say \`signin\` to connect again.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

export interface RevokedDeps extends Pick<SignOutDeps, "store" | "clientAppId" | "onDisconnected"> {
  /** Does GitHub still take this connection's tokens? Throws while it can't be asked. */
  readonly isAccepted: (githubUserId: string) => Promise<boolean>;
}

/**
 * GitHub says that the person revoked the App: as a sign-out, for each Teams user connected to that account. A delivery
 * may come late or again, when they have long signed in anew; so a connection that GitHub still takes is left alone.
 */
export async function onAuthorizationRevoked(ghUserId: string, deps: RevokedDeps): Promise<void> {
  const known = await deps.store.read((reads) =>
    reads.githubUsers.listByGitHubUser(deps.clientAppId, ghUserId),
  );
  for (const { id, state } of known) {
    if (state === "revoked" || (await deps.isAccepted(id))) continue;
    await deps.store.transaction(async (tx) => {
      const account = await tx.githubUsers.find(id);
      if (account === undefined || account.state === "revoked") return;
      const actor = { type: "webhook", id: "github_app_authorization" } as const;
      await disconnect(tx, account, actor, "revoked the authorization on GitHub", deps.onDisconnected);
    });
  }
}

async function disconnect(
  tx: Transaction,
  account: GitHubUserRecord,
  actor: { readonly type: "user" | "webhook"; readonly id: string },
  reason: string,
  onDisconnected: OnDisconnected,
): Promise<void> {
  await tx.githubUsers.setState(account.id, "revoked");
  await tx.events.record({
    actorType: actor.type,
    actorId: actor.id,
    tenantId: account.tenantId,
    entityType: "chatopsgithubuser",
    entityId: account.id,
    verb: "revoked",
    fromState: account.state,
    toState: "revoked",
    data: { reason },
  });
  await onDisconnected(tx, account, reason);
}

async function revokeAtGitHub(account: GitHubUserRecord, deps: SignOutDeps): Promise<void> {
  const tokens = await deps.store.read((reads) => reads.githubUsers.findTokens(account.id));
  if (tokens === undefined) return;
  try {
    await deps.oauth.revokeGrant(tokens.accessToken);
  } catch (error) {
    // Best effort: our copy is deleted in any case, and access tokens end by themselves within 8 hours.
    deps.log.warn({ githubUser: account.id, error }, "could not revoke the grant at GitHub");
  }
}
