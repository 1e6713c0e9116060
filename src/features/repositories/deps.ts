import type { GitHubApp, GitHubPerson, ParseGitHubTarget } from "../../adapters/github/contract/index.ts";
import type { Store, TrackedRepositoryRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** What the commands about an account's repositories work with. */
export interface RepositoryDeps {
  readonly repositories: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly app: Pick<GitHubApp, "findRepositoryInstallation" | "installUrl">;
    /** `id` is chatopsgithubuser.id. */
    readonly asConnected: <T>(id: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
    readonly parseTarget: ParseGitHubTarget;
    /** Names this Ployst where somebody looks through their keys at GitHub. */
    readonly publicUrl: string;
    /** These are tracked from now on, in the transaction that says so; posts the card that tells it, and how they are copied. */
    readonly onTracked: (
      tx: Transaction,
      tracked: readonly TrackedRepositoryRecord[],
      told: {
        readonly conversationId: string;
        readonly turnId: string;
        /** Card text. */
        readonly title: string;
        readonly notes: readonly string[];
      },
    ) => Promise<void>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = RepositoryDeps["repositories"];
