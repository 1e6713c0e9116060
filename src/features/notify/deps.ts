import type { NotificationRecord, Reads, Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { NotifyDeps } from "../../core/notify.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** Reads rows of some sources: whoever declares a kind of news says what its rows are called. */
export interface NotifySource {
  /** As `notifications.source` has them. */
  readonly names: readonly string[];
  /** What a row is about, Markdown, and why it brings nothing at present, if so. */
  readonly say: (row: NotificationRecord, reads: Reads) => Promise<string>;
}

/** What notifications are kept with. */
export interface KeepDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  /** Writes the answer in the transaction of the change, and ends the turn with it. */
  readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  /** All of them, in the order in which a list shows them. */
  readonly sources: readonly NotifySource[];
}

export interface NotifyListDeps extends NotifyDeps {
  readonly notify: NotifyDeps["notify"] & { list(turn: TurnContext): Promise<Reply> };
}
