import type { GitHubApp, GitHubPerson } from "../../adapters/github/contract/index.ts";
import type { MatchedSubscription, Store } from "../../adapters/store/contract/index.ts";
import { SECOND, type Clock } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { Access, AccessCheck } from "./access.ts";
import { note, noteFault } from "./access-notes.ts";
import type { Announce } from "./lost.ts";

const MOST_NOTED = 10_000;
/** After GitHub didn't answer: for so long what isn't remembered isn't asked, so that deliveries don't queue up behind it. */
const AWAY_MS = 30 * SECOND;

/** Decides at each delivery whether a subscription may carry what a private repository says, and remembers who lost it. */
export interface AccessKeeper {
  /** Throws GITHUB_UNREACHABLE and the like where it is not known: then the delivery comes again. */
  mayHear(subscription: MatchedSubscription, repositoryId: string): Promise<boolean>;
}

export interface AccessKeeperDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly access: Pick<AccessCheck, "accessTo" | "findRemembered" | "findLast">;
  readonly app: Pick<GitHubApp, "findInstallation" | "asInstallation">;
  readonly asConnected: <T>(githubUserId: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
  readonly clientAppId: string;
  readonly announce: Announce;
  readonly clock: Clock;
  readonly log: Log;
}

/** Which answers of GitHub's were written down already, by subscription and repository: a remembered answer is one observation. */
type Noted = Map<string, number>;

/**
 * A refusal counts only with a good token and for no reason that passes. The first is marked in the table, so that
 * another process or a later start knows it; the second, ten minutes later or more, loses the subscription. Reading
 * again clears the mark. In between nothing private goes out.
 */
export function createAccessKeeper(deps: AccessKeeperDeps): AccessKeeper {
  const noted: Noted = new Map();
  const outage: Outage = { until: 0 };
  return {
    mayHear: async (subscription, repositoryId) => {
      const access = await findAccess(subscription, repositoryId, outage, deps);
      if (access === "as-before") return true;
      if (access.kind === "nobody-to-ask-as") return goesOnExpired(subscription, repositoryId, deps);
      const key = `${subscription.id} ${repositoryId}`;
      if (noted.get(key) !== access.askedAt.getTime()) {
        await note(subscription, repositoryId, access, deps);
        remember(noted, key, access.askedAt);
      }
      return access.kind === "reads";
    },
  };
}

interface Outage {
  until: number;
}

/** `as-before`: GitHub doesn't say, and nothing speaks against whom it once let read what is private. */
async function findAccess(
  subscription: MatchedSubscription,
  repositoryId: string,
  outage: Outage,
  deps: AccessKeeperDeps,
): Promise<Access | "as-before"> {
  try {
    return await ask(subscription, repositoryId, outage, deps);
  } catch (error) {
    if (!isFault(error)) throw error;
    await noteFault(subscription, error, deps);
    // Who subscribed to an owner proved nothing about its private repositories.
    if (!error.retryable || subscription.ghArtifactType === "Account") throw error;
    const [health] = await deps.store.read((reads) => reads.subscriptionHealth.list([subscription.id]));
    if (health?.provenAt === undefined || health.refusedAt !== undefined) throw error;
    return "as-before";
  }
}

async function ask(
  { chatOpsUsersId }: MatchedSubscription,
  repositoryId: string,
  outage: Outage,
  { access, clock }: AccessKeeperDeps,
): Promise<Access> {
  const remembered = access.findRemembered(chatOpsUsersId, repositoryId);
  if (remembered !== undefined) return remembered;
  if (clock.now().getTime() < outage.until) throw faults.GITHUB_UNREACHABLE();
  try {
    return await access.accessTo(chatOpsUsersId, repositoryId);
  } catch (error) {
    if (isFault(error, "GITHUB_UNREACHABLE")) outage.until = clock.now().getTime() + AWAY_MS;
    throw error;
  }
}

/**
 * Their week to sign in again has begun; who signed out or revoked has none. It goes on with what GitHub has
 * said that they read while it was private; who subscribed to a public repository proved nothing for the day it isn't.
 */
async function goesOnExpired(
  { id, chatOpsUsersId, ghArtifactType }: MatchedSubscription,
  repositoryId: string,
  { store, access }: AccessKeeperDeps,
): Promise<boolean> {
  const { creator, health } = await store.read(async (reads) => ({
    creator: await reads.githubUsers.find(chatOpsUsersId),
    health: (await reads.subscriptionHealth.list([id]))[0],
  }));
  if (creator?.state !== "expired" || health?.refusedAt !== undefined) return false;
  if (ghArtifactType === "Repo") return health?.provenAt !== undefined;
  return (await access.findLast(chatOpsUsersId, repositoryId))?.kind === "reads";
}

function remember(noted: Noted, key: string, askedAt: Date): void {
  noted.delete(key);
  noted.set(key, askedAt.getTime());
  if (noted.size <= MOST_NOTED) return;
  const [oldest] = noted.keys();
  if (oldest !== undefined) noted.delete(oldest);
}
