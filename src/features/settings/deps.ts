import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { Place, TurnContext } from "../../core/turn.ts";

/** What the settings of a conversation are shown and changed with. */
export interface SettingsDeps {
  readonly settings: {
    readonly store: Pick<Store, "read" | "transaction">;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = SettingsDeps["settings"];

/** "this channel" or "this chat". */
export function thisPlace(place: Place): string {
  return place.reference.type === "channel" ? "this channel" : "this chat";
}
