import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";

/** What has variables of its own. */
export type ScopeKind = "team" | "cloud" | "server" | "project";

/** One thing that has variables, or can have some. */
export interface Scope {
  readonly kind: ScopeKind;
  /** Of the team, cloud, server or project. */
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  /** `''` while there is none. */
  readonly environmentId: string;
}

/** The variables of a scope have changed: what has to follow is begun in the transaction of the change. */
export type OnVariablesChanged = (
  tx: Transaction,
  scope: Pick<Scope, "kind" | "id" | "teamId">,
) => Promise<void>;

/** What variables are kept with. */
export interface EnvironmentDeps {
  readonly environments: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly onVariablesChanged: OnVariablesChanged;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = EnvironmentDeps["environments"];
export type Asked = ConfirmationRequest | undefined;
