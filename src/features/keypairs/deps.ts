import type { KeyPairs } from "../../adapters/keys/contract/pairs.ts";
import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";

/** What key pairs are made and managed with. */
export interface KeyPairDeps {
  readonly keyPairs: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly keys: KeyPairs;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
    /** Does any server still let this pair in? A rotated pair that none does is revoked at once. */
    readonly isAttached: (tx: Transaction, keyPairId: string) => Promise<boolean>;
  };
}

export type Deps = KeyPairDeps["keyPairs"];
export type Asked = ConfirmationRequest | undefined;
