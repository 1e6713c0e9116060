import type { Reads, Store, Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** What ending an account works with. */
export interface WithdrawalDeps {
  readonly accountWithdrawal: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly hasDirectory: boolean;
    /** Whom the words name; `name` is how to call them, as Markdown. Throws TEAM_PERSON_MISSING. */
    readonly findPerson: (
      reads: Pick<Reads, "users">,
      turn: TurnContext,
      words: readonly string[],
      example: string,
    ) => Promise<{ readonly user: UserRecord | undefined; readonly name: string }>;
    /** Invitations to the person and memberships end, and what hangs on them. */
    readonly endMemberships: (tx: Transaction, turn: TurnContext, user: UserRecord) => Promise<void>;
    /** Services of the person's own are disabled; how many were not. */
    readonly disableServices: (tx: Transaction, turn: TurnContext, userId: string) => Promise<number>;
    /** The directory follows, if there is one. */
    readonly syncDirectory: (tx: Transaction, registrationId: string) => Promise<void>;
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type WithdrawDeps = WithdrawalDeps["accountWithdrawal"];
