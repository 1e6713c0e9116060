import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { FindMember } from "../../core/mentioned-person.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** What the commands about who is who work with. */
export interface PeopleDeps {
  readonly people: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly clientAppId: string;
    readonly findMember: FindMember;
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}
