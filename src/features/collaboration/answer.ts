import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";

/** One line that the conversation sees; written with the end of the turn. */
export function answer(turn: TurnContext, text: string, deps: Deps): Promise<Reply> {
  return deps.store.transaction((tx) => deps.record(tx, turn, reply.text(text)));
}
