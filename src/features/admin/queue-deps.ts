import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Reply } from "../../core/reply.ts";
import type { TeamInForce } from "../../core/team.ts";
import type { TurnContext } from "../../core/turn.ts";

export interface QueueDeps {
  readonly queue: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly clock: Clock;
    /** Ends the turn with its answer in the transaction that made the change. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
    /** The team in force. Throws TEAM_* where there is none. */
    readonly requireTeam: (turn: TurnContext) => Promise<Pick<TeamInForce, "id" | "name">>;
    readonly wakeJobs: (jobIds: readonly string[]) => void;
  };
}
