import type { Store } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, type Clock } from "../../core/clock.ts";
import type { CommandTurn } from "../../core/command.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CardContent } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import { hashOf, newSecret } from "../../core/secret.ts";
import { newState, type Signer } from "./secrets.ts";

export interface AskSignInDeps {
  readonly store: Pick<Store, "transaction">;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly publicUrl: string;
}

export const SIGN_IN_MINUTES = 10;
export const PENDING_MINUTES = 30;

/** What goes on by itself afterwards: the command as typed, the button that was pressed, or nothing. */
export type Keeping = "nothing" | "command" | { readonly pressed: JsonObject };

/** Shows the sign-in card, bound to the asker, and keeps what they asked so that it resumes by itself. */
export async function askSignIn(turn: CommandTurn, keep: Keeping, deps: AskSignInDeps): Promise<Reply> {
  const state = newState(deps.signer);
  const now = deps.clock.now();
  await deps.store.transaction(async (tx) => {
    if (keep !== "nothing") {
      await tx.pendingCommands.create({
        userId: turn.actor.userId,
        conversationId: turn.place.conversationId,
        text: turn.text,
        ...(keep === "command" ? {} : { action: keep.pressed }),
        waitsFor: "signin",
        threadRootId: turn.place.reference.threadRootId ?? "",
        expiresAt: addMilliseconds(now, PENDING_MINUTES * MINUTE),
      });
    }
    await tx.signInAttempts.create({
      userId: turn.actor.userId,
      stateHash: hashOf(state),
      // RFC 7636, 4.1: 32 random octets give a verifier.
      verifier: newSecret(),
      expiresAt: addMilliseconds(now, SIGN_IN_MINUTES * MINUTE),
    });
  });
  return { kind: "pending", message: signInCard(turn, state, keep !== "nothing", deps) };
}

function signInCard(turn: CommandTurn, state: string, keep: boolean, deps: AskSignInDeps): CardContent {
  const url = new URL("/auth/github/start", deps.publicUrl);
  url.searchParams.set("state", state);
  return {
    card: "signin/sign-in",
    data: {
      name: escapeMarkdown(turn.actor.person.displayName),
      url: url.href,
      command: keep ? turn.text : "",
      minutes: SIGN_IN_MINUTES,
    },
    summary: "Connect your GitHub account",
  };
}
