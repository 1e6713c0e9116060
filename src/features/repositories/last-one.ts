import type { KeyPairRecord } from "../../adapters/store/contract/index.ts";
import { isFault } from "../../core/errors.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { findAccountPair, gitHubOf, unregisterKey } from "./ssh-key.ts";

/** What became of the key at GitHub when nothing is left that it would fetch. */
export interface KeyEnd {
  /** Taken back just now. */
  readonly removed?: KeyPairRecord;
  /** For the person; none where there is nothing to say. */
  readonly told: readonly string[];
}

/**
 * Takes the account's key back from GitHub before the last tracked repository goes: asked before the transaction, for
 * nothing outside happens in one, and safe to repeat. What GitHub won't do never holds the untracking up.
 */
export async function endKey(
  turn: TurnContext,
  { isLast }: { readonly isLast: boolean },
  deps: Deps,
): Promise<KeyEnd> {
  if (!isLast) return { told: [] };
  const pair = await findAccountPair(turn.actor.userId, deps);
  if (pair === undefined) return { told: [] };
  try {
    const ended = await deps.asConnected(gitHubOf(turn).id, (person) => unregisterKey(pair, person));
    if (ended === "absent") return { told: [] };
    const told = `🔑 That was the last one, so your key \`${pair.fingerprint}\` was removed from GitHub too.`;
    return { removed: pair, told: [told] };
  } catch (error) {
    // Without the permission it was never added by us.
    if (isFault(error, "SSH_KEY_NOT_PERMITTED")) return { told: [] };
    if (!isFault(error)) throw error;
    const told = "⚠️ Your key couldn't be removed from GitHub now. Say `repos key remove` to try again.";
    return { told: [told] };
  }
}
