import type { z } from "zod";
import { faults } from "./errors.ts";
import type { CommandNeeds } from "./command.ts";
import type { Reply } from "./reply.ts";
import type { ActionTurn } from "./turn.ts";

/** A button or dialog of a card: the same identify, sign-in, authorise path as a typed command. */
export interface ActionSpec<Deps> {
  /** The card's `verb`. */
  readonly verb: string;
  readonly summary: string;
  readonly needs: CommandNeeds;
  /** Is this what the button could have sent? */
  readonly accepts: (data: unknown) => boolean;
  readonly run: (turn: ActionTurn<unknown>, deps: Deps) => Promise<Reply>;
}

/** Declares a button; data from a card is untrusted and is read by `data` first. */
export function defineAction<S extends z.ZodType, Deps>(declaration: {
  readonly verb: string;
  readonly summary: string;
  readonly data: S;
  readonly needs: CommandNeeds;
  readonly run: (turn: ActionTurn<z.infer<S>>, deps: Deps) => Promise<Reply>;
}): ActionSpec<Deps> {
  return Object.freeze({
    verb: declaration.verb,
    summary: declaration.summary,
    needs: declaration.needs,
    accepts: (data: unknown) => declaration.data.safeParse(data).success,
    run: (turn: ActionTurn<unknown>, deps: Deps) => {
      const read = declaration.data.safeParse(turn.data);
      if (!read.success) return Promise.reject(faults.ACTION_INVALID());
      return declaration.run({ ...turn, data: read.data }, deps);
    },
  });
}
