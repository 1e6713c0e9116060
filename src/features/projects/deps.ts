import type { ProjectRecord, Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** A repository that was looked at, in the team's name. */
export interface Inspected {
  /** Without credentials, and the same for everybody. */
  readonly url: string;
  readonly vcs: ProjectRecord["vcs"];
  /** `''` outside GitHub. */
  readonly ghRepoId: string;
  /** How it is read: by the GitHub App, a token of the team's environment, the team's key, or as everybody may. */
  readonly way: "app" | "token" | "key" | "open";
  /** The default branch; `''` while there is none. */
  readonly head: string;
}

/** What projects are kept with. */
export interface ProjectDeps {
  readonly projects: {
    readonly store: Pick<Store, "read" | "transaction">;
    /**
     * Asks the repository's host, in the team's name, and at GitHub whether it shows the repository to the actor. Throws
     * what is wrong with the address, the access to it, or the ref (`''` for the default branch).
     */
    readonly inspect: (
      turn: TurnContext,
      asked: { readonly typed: string; readonly ref: string },
    ) => Promise<Inspected>;
    /** Has it copied in the background, so that the first deployment needn't wait for it. */
    readonly copy: (tx: Transaction, project: ProjectRecord) => Promise<void>;
    /** Shows what deploying it would do, to be confirmed. Outside of transactions; throws a fault where it can't be deployed. */
    readonly deployProject: (turn: TurnContext, project: ProjectRecord) => Promise<Reply>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = ProjectDeps["projects"];
