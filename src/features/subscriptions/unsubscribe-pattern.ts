import type { SubscriptionRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { removeFilters } from "../../core/filters/merge.ts";
import type { Choice } from "../../core/filters/read.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Turn } from "../../core/turn.ts";
import { thisPlace } from "./deps.ts";
import { choiceList, toChoice, toUndo, withChoice } from "./feature-words.ts";
import { recordChange } from "./history.ts";
import { pausedWords } from "./paused.ts";

/**
 * `unsubscribe octo/api-*`: those repositories no longer come; the last pattern gone, the subscription is gone, where
 * taking away the filter `+repo:` would bring all of the account. Throws SUBSCRIPTION_MISSING, PATTERN_ALONE.
 */
export async function removePattern(
  tx: Transaction,
  turn: Turn<{ readonly choice: Choice }>,
  subscription: SubscriptionRecord,
  pattern: string,
): Promise<string> {
  const owner = subscription.ghArtifactName;
  const name = escapeMarkdown(`${owner}/${pattern}`);
  const before = toChoice(subscription.settings);
  const { features, filters: said } = turn.args.choice;
  if (features.length > 0 || Object.keys(said).length > 0)
    throw faults.PATTERN_ALONE({ name, owner: escapeMarkdown(owner) });
  const filters = removeFilters(before.filters, { repositories: [pattern] });
  const patterns = before.filters.repositories?.length ?? 0;
  const left = filters.repositories?.length ?? 0;
  if (left === patterns) throw faults.SUBSCRIPTION_MISSING({ name });
  if (left === 0) {
    await tx.subscriptions.delete(subscription.id);
    await recordChange(tx, turn, subscription, { verb: "deleted", data: { pattern } });
    return `✅ Unsubscribed from **${name}**, the last of **${escapeMarkdown(owner)}** here. ${toUndo(owner, before)}`;
  }
  const after = { features: before.features, filters };
  await tx.subscriptions.update(subscription.id, withChoice(subscription.settings, after.features, filters));
  await recordChange(tx, turn, subscription, { verb: "updated", data: { pattern } });
  return `✅ Unsubscribed from **${name}**. ${thisPlace(turn.place)} still gets ${choiceList(after)} from **${escapeMarkdown(owner)}**${pausedWords(subscription)}.`;
}
