import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { RepositoryDeps } from "./deps.ts";
import { getAccountPair, gitHubOf, recordKey, registerKey, unregisterKey } from "./ssh-key.ts";

/** `repos key add`, and the card's button: the public half of the account's pair becomes an SSH key of the person's at GitHub. */
export async function addSshKey(turn: TurnContext, { repositories: deps }: RepositoryDeps): Promise<Reply> {
  const github = gitHubOf(turn);
  const pair = await getAccountPair(turn.actor.userId, deps);
  const title = `Ployst (${new URL(deps.publicUrl).host})`;
  const outcome = await deps.asConnected(github.id, (person) => registerKey(pair, person, title));
  return deps.store.transaction(async (tx) => {
    await recordKey(tx, turn, pair, github, "registered");
    const begin =
      outcome === "added"
        ? `Added your Ployst key to @${escapeMarkdown(github.ghLogin)} as "${title}"`
        : "It's there";
    const text = `🔑 ${begin}: \`${pair.fingerprint}\`. \`repos key remove\` takes it back, and so does untracking the last repository.`;
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}

/** `repos key remove` */
export async function removeSshKey(
  turn: TurnContext,
  { repositories: deps }: RepositoryDeps,
): Promise<Reply> {
  const github = gitHubOf(turn);
  const pair = await getAccountPair(turn.actor.userId, deps);
  const outcome = await deps.asConnected(github.id, (person) => unregisterKey(pair, person));
  return deps.store.transaction(async (tx) => {
    if (outcome === "removed") await recordKey(tx, turn, pair, github, "unregistered");
    const text =
      outcome === "removed"
        ? `✅ Removed your Ployst key from GitHub: \`${pair.fingerprint}\`.`
        : "Your Ployst key isn't at GitHub. `repos key add` adds it.";
    return deps.record(tx, turn, reply.toAsker({ text }));
  });
}
