import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { TeamPower } from "../../core/team.ts";
import type { Actor, ConfirmationRequest, TurnContext } from "../../core/turn.ts";
import type { ScopeKind } from "../../core/variable-scope.ts";

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

/** The variables of these scopes have changed: what has to follow is begun in the transaction of the change. */
export type OnVariablesChanged = (
  tx: Transaction,
  scopes: readonly Pick<Scope, "kind" | "id">[],
) => Promise<void>;

/** What variables are kept with. */
export interface EnvironmentDeps {
  readonly environments: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly onVariablesChanged: OnVariablesChanged;
    /** Throws TEAM_POWER_MISSING unless the actor has this power, beside what the command declares. */
    readonly requirePower: (actor: Actor, power: TeamPower, command: string) => Promise<void>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = EnvironmentDeps["environments"];
export type Asked = ConfirmationRequest | undefined;
