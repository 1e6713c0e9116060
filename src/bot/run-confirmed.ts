import type { Reply } from "../core/reply.ts";
import type { ActionTurn } from "../core/turn.ts";
import type { Bot } from "./bot.ts";
import { runCommand } from "./pipeline.ts";
import type { ConfirmationRow } from "./store.ts";

/** Runs the command again, from the start, with what was agreed to: every check is made anew. */
export async function runConfirmed<Deps>(
  turn: ActionTurn<unknown>,
  confirmation: ConfirmationRow,
  bot: Bot<Deps>,
): Promise<Reply> {
  const { data: _data, messageId: _messageId, ...context } = turn;
  return runCommand(
    { ...context, source: "confirmed", text: confirmation.command },
    bot,
    confirmation.target,
  );
}
