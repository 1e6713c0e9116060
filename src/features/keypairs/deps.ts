import type { KeyPairs } from "../../adapters/keys/contract/pairs.ts";
import type { KeyPairRecord, Reads, Store, Transaction } from "../../adapters/store/contract/index.ts";
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
    /** A pair took over from another one, so servers have to learn it, and to forget the old one. */
    readonly onRotated: (
      tx: Transaction,
      old: KeyPairRecord,
      pair: KeyPairRecord,
      turn: TurnContext,
    ) => Promise<void>;
    /**
     * A pair is to go. Answers the servers that have to forget it first: it is revoked as soon as they have. Throws
     * SERVER_PAIR_LAST.
     */
    readonly onRevoking: (
      tx: Transaction,
      pair: KeyPairRecord,
      turn: TurnContext,
    ) => Promise<readonly { readonly name: string }[]>;
    /** The servers that let a pair in. */
    readonly listServersOf: (
      reads: Reads,
      keyPairId: string,
    ) => Promise<readonly { readonly name: string }[]>;
  };
}

export type Deps = KeyPairDeps["keyPairs"];
export type Asked = ConfirmationRequest | undefined;
