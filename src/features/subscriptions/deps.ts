import type { GitHubApp, GitHubPerson } from "../../adapters/github/contract/index.ts";
import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Reply } from "../../core/reply.ts";
import type { RepositoryRole } from "../../core/repository-role.ts";
import type { Place, TurnContext } from "../../core/turn.ts";
import type { ParseTarget } from "./target.ts";

/** What the subscription commands work with. */
export interface SubscriptionDeps {
  readonly subscriptions: {
    readonly store: Pick<Store, "transaction" | "read">;
    readonly app: GitHubApp;
    /** Does something as the connected person; throws SIGN_IN_AGAIN when GitHub no longer accepts them. */
    readonly asConnected: <T>(githubUserId: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
    readonly parseTarget: ParseTarget;
    /** Our GitHub App, as the tables name it. */
    readonly clientAppId: string;
    readonly clock: Clock;
    readonly log: Log;
    /** What a connected person may do in a repository, by the ids of both; throws GITHUB_UNREACHABLE and the like. */
    readonly roleOf: (githubUserId: string, repositoryId: string) => Promise<RepositoryRole>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

/** "This channel" or "This chat", to begin a sentence. */
export function thisPlace(place: Place): string {
  return place.reference.type === "channel" ? "This channel" : "This chat";
}
