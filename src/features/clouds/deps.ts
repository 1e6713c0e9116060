import type { CloudAccount, CloudDriver, Clouds } from "../../adapters/clouds/contract/index.ts";
import type { CloudRecord, Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Message } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** What clouds are added and looked after with. */
export interface CloudDeps {
  readonly clouds: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly clock: Clock;
    readonly providers: Pick<Clouds, "descriptions" | "get">;
    /** A kept cloud's driver and account, its credentials opened. */
    readonly useCloud: (
      cloud: CloudRecord,
    ) => Promise<{ readonly driver: CloudDriver; readonly account: CloudAccount }>;
    /** An endpoint as it is kept. Throws SERVICE_ADDRESS_INVALID, _PRIVATE. */
    readonly toBaseUrl: (typed: string, service: string, example: string) => string;
    /** A message of its own in a conversation. */
    readonly announce: (tx: Transaction, conversationId: string, message: Message) => Promise<void>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = CloudDeps["clouds"];
