import type { SubscriptionRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { FEATURES } from "../../core/features.ts";
import { mergeFilters } from "../../core/filters/merge.ts";
import { printChoice, printCommon } from "../../core/filters/print.ts";
import { checkCounts, type Choice } from "../../core/filters/read.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Asked, SubscribeTurn } from "./asked.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { choiceList, toChoice, withChoice } from "./feature-words.ts";
import { recordChange } from "./history.ts";
import { unpaused } from "./paused.ts";
import { savedCard } from "./saved.ts";

/** The thing is subscribed already: add features and filters, end a pause, mend what was lost, or say so. */
export async function extend(
  tx: Transaction,
  turn: SubscribeTurn,
  existing: SubscriptionRecord,
  asked: Asked,
  installationId: string,
  deps: Pick<SubscriptionDeps["subscriptions"], "clock">,
): Promise<Reply> {
  const before = toChoice(existing.settings);
  const after = coversAll(before, asked) ? before : extended(before, asked.choice);
  const hasChanged = JSON.stringify(after) !== JSON.stringify(before);
  if (hasChanged) await change(tx, turn, existing, after);
  await revive(tx, turn, existing, asked, installationId, deps);
  const text = `${toText(turn, existing, asked, after, hasChanged)}${toHint(before, asked)}`;
  const card = savedCard({
    id: existing.id,
    text,
    summary: `${hasChanged ? "Updated" : "Subscribed to"} ${asked.found.artifact.name}`,
    silence: asked.silence,
    onlyThese: existing.state === "active" && hasChanged ? onlyThese(turn.args.choice, after) : [],
  });
  return reply.card(card.card, card.data, card.summary);
}

/** A pattern asks for less than the whole account, which comes already; only a filter narrows that. */
function coversAll(before: Choice, { pattern }: Asked): boolean {
  return pattern !== undefined && before.filters.repositories === undefined;
}

/** Throws FILTER_TOO_MANY. */
function extended(before: Choice, said: Choice): Choice {
  const features = FEATURES.filter(
    (feature) => before.features.includes(feature) || said.features.includes(feature),
  );
  const filters = mergeFilters(before.filters, said.filters, "replace");
  checkCounts(filters);
  return { features, filters };
}

async function change(
  tx: Transaction,
  turn: SubscribeTurn,
  existing: SubscriptionRecord,
  { features, filters }: Choice,
): Promise<void> {
  await tx.subscriptions.update(existing.id, withChoice(unpaused(existing.settings), features, filters));
  const words = printChoice(features, filters);
  await recordChange(tx, turn, existing, { verb: "updated", data: { features, words } });
}

/** Whoever subscribes wants to hear of it, whatever kept it silent until now. */
async function revive(
  tx: Transaction,
  turn: SubscribeTurn,
  existing: SubscriptionRecord,
  { github, found: { artifact } }: Asked,
  installationId: string,
  { clock }: Pick<SubscriptionDeps["subscriptions"], "clock">,
): Promise<void> {
  if (existing.state === "lost") {
    await tx.subscriptions.adopt(existing.id, github.id, installationId);
    if (artifact.isPrivate) await tx.subscriptionHealth.markProven(existing.id, clock.now());
    await recordChange(tx, turn, existing, { verb: "adopted", fromState: "lost", toState: "active" });
    return;
  }
  // The App was reinstalled: same thing, newer installation.
  if (existing.chatOpsInstallationsId !== installationId)
    await tx.subscriptions.moveToInstallation(existing.id, installationId);
  if (existing.state !== "paused") return;
  await tx.subscriptions.setState(existing.id, "active", "");
  await recordChange(tx, turn, existing, { verb: "resumed", fromState: "paused", toState: "active" });
}

function toText(
  turn: SubscribeTurn,
  { state }: SubscriptionRecord,
  { found: { artifact } }: Asked,
  after: Choice,
  hasChanged: boolean,
): string {
  const link = markdownLink(artifact.name, artifact.htmlUrl);
  const place = thisPlace(turn.place);
  const told = choiceList(after, escapeMarkdown);
  if (state === "lost") return `✅ Subscribed to ${link} again. ${place} will get ${told}.`;
  if (state === "paused") return `▶️ The pause of ${link} is over. ${place} now gets ${told}.`;
  if (hasChanged) return `✅ Updated ${link}. ${place} now gets ${told}.`;
  return `You're already subscribed to ${link}. ${place} gets ${told}.`;
}

/** What was said and what it did are not the same for who names a whole account and who names a part of it. */
function toHint(before: Choice, asked: Asked): string {
  const { target, pattern, choice } = asked;
  const owner = escapeMarkdown(target.owner);
  if (pattern !== undefined && coversAll(before, asked))
    return ` ${escapeMarkdown(pattern)} is part of that. For only these repositories, say "subscribe ${owner} ${filterWords([pattern])}".`;
  const patterns = before.filters.repositories ?? [];
  if (target.kind !== "owner" || patterns.length === 0 || choice.filters.repositories !== undefined)
    return "";
  return ` For all repositories of ${owner}, say "unsubscribe ${owner} ${filterWords(patterns)}".`;
}

function filterWords(repositories: readonly string[]): string {
  return printCommon({ repositories }).map(escapeMarkdown).join(" ");
}

function onlyThese(said: Choice, now: Choice): Choice["features"] {
  return said.features.length === now.features.length ? [] : said.features;
}
