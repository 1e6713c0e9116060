import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply } from "../../core/reply.ts";

/** Asks whoever presses it to sign in, which is all: the pipeline does it for what needs an account. */
export const signInActions: readonly ActionSpec<unknown>[] = [
  defineAction({
    verb: "signin.again",
    summary: "Sign in to GitHub again",
    data: z.object({}),
    needs: { account: "github", permission: "member" },
    run: (turn) => {
      // They have just signed in for this, and were told so.
      if (turn.source === "resumed") return Promise.resolve(reply.toAsker());
      const login = escapeMarkdown(turn.actor.github?.ghLogin ?? "");
      return Promise.resolve(reply.toAsker({ text: `You're signed in to GitHub as @${login}.` }));
    },
  }),
];
