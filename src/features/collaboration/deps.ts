import type {
  GitHubApp,
  GitHubCollaboration,
  GitHubPerson,
  ParseGitHubTarget,
} from "../../adapters/github/contract/index.ts";
import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, LinkedGitHub, TurnContext } from "../../core/turn.ts";

/** What acting on GitHub works with. */
export interface CollaborationDeps {
  readonly collaboration: {
    readonly store: Pick<Store, "transaction" | "read">;
    readonly app: Pick<GitHubApp, "findRepositoryInstallation">;
    /** Does something as the connected person; throws SIGN_IN_AGAIN when GitHub no longer accepts them. */
    readonly asConnected: <T>(githubUserId: string, work: (person: GitHubPerson) => Promise<T>) => Promise<T>;
    readonly parseTarget: ParseGitHubTarget;
    /** Our GitHub App, as the tables name it. */
    readonly clientAppId: string;
    readonly clock: Clock;
    /** Writes the answer, and ends the turn with it, in one transaction. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
    /** Asks the person to confirm a command, as if they had typed it. */
    readonly askConfirmation: (
      turn: TurnContext,
      command: string,
      request: ConfirmationRequest,
    ) => Promise<Reply>;
  };
}

export type Deps = CollaborationDeps["collaboration"];

/** One person at work in one turn: everything is done with their own token. */
export interface Session {
  readonly turn: TurnContext;
  readonly github: LinkedGitHub;
  readonly person: GitHubPerson;
  readonly api: GitHubCollaboration;
  readonly deps: Deps;
}

/** Runs `work` as the turn's person. Throws SIGN_IN_NEEDED, SIGN_IN_AGAIN. */
export async function asActor<T>(
  turn: TurnContext,
  deps: Deps,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  return deps.asConnected(github.id, (person) =>
    work({ turn, github, person, api: person.collaboration, deps }),
  );
}
