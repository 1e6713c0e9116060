import type { Store, Transaction } from "../adapters/store/index.ts";
import type { Reply } from "../core/reply.ts";
import type { TurnContext } from "../core/turn.ts";
import type { EnvironmentDeps, OnVariablesChanged } from "../features/environments/deps.ts";

/** What clouds and environments need beyond their own parts. */
export interface CloudPartsFrom {
  readonly store: Store;
  readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  /** Brings changed variables to servers; nobody does where it isn't given. */
  readonly onVariablesChanged?: OnVariablesChanged;
}

export interface CloudParts {
  /** What commands are run with. */
  readonly deps: EnvironmentDeps;
}

/** Joins clouds and environments. */
export function createCloudParts({
  store,
  record,
  onVariablesChanged = () => Promise.resolve(),
}: CloudPartsFrom): CloudParts {
  return { deps: { environments: { store, record, onVariablesChanged } } };
}
