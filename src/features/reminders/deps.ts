import type { GitHubApp, GitHubPerson, ParseGitHubTarget } from "../../adapters/github/contract/index.ts";
import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Message } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** What review reminders work with. */
export interface ReminderDeps {
  readonly reminders: {
    readonly store: Pick<Store, "transaction" | "read">;
    readonly app: Pick<GitHubApp, "findAccountInstallation">;
    /** Does something as the connected person; throws SIGN_IN_AGAIN when GitHub no longer accepts them. */
    readonly asConnected: <T>(githubUserId: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
    readonly parseTarget: ParseGitHubTarget;
    readonly clock: Clock;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
    /** Posts a message of the bot's own into a conversation, in this transaction. */
    readonly post: (tx: Transaction, conversationId: string, message: Message) => Promise<void>;
    /** How a person of GitHub's is named in a message, already escaped. */
    readonly nameLogin: (login: string) => string;
  };
}

export type Deps = ReminderDeps["reminders"];
