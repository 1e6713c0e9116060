import type { Transaction } from "../../adapters/store/contract/index.ts";
import type { LinkedGitHub, TurnContext } from "../../core/turn.ts";
import type { Reply } from "../../core/reply.ts";
import type { PreferencesDeps } from "./preferences.ts";

/** What the commands and buttons of alerts work with. */
export interface AlertCommandDeps {
  readonly alertSettings: PreferencesDeps & {
    readonly findGitHub: (userId: string) => Promise<LinkedGitHub | undefined>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}
