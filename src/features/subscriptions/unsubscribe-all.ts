import type { ListedSubscription, Reads, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { printChoice } from "../../core/filters/print.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { toChoice } from "./feature-words.ts";
import { recordChange } from "./history.ts";
import { see } from "./seen.ts";

type Deps = SubscriptionDeps["subscriptions"];

const MOST_NAMES = 10;

/**
 * Asks with the count and the names that `subscribe list` would tell, for anybody may ask; nothing to ask where nothing is
 * subscribed.
 */
export async function confirmUnsubscribeAll(
  turn: Turn<unknown>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<ConfirmationRequest | undefined> {
  const rows = await deps.store.read((reads) => listHere(reads, turn, deps));
  if (rows.length === 0) return undefined;
  const shown = await nameShown(rows, deps);
  const names = [...shown.values()].slice(0, MOST_NAMES).map(escapeMarkdown);
  const more = rows.length - names.length;
  const count = rows.length === 1 ? "the one subscription" : `all ${String(rows.length)} subscriptions`;
  const told = [...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
  return {
    question: `End ${count} of this conversation${names.length === 0 ? "" : `: ${told}`}?`,
    label: "Unsubscribe all",
    target: { subscriptions: rows.map((row) => row.id).sort() },
  };
}

/** `unsubscribe all`: ends exactly what was agreed to, and says how to have it back. Throws NOTHING_SUBSCRIBED. */
export async function unsubscribeAll(
  turn: Turn<unknown>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const agreed = turn.confirmed?.["subscriptions"];
  const shown = await nameShown(await deps.store.read((reads) => listHere(reads, turn, deps)), deps);
  return deps.store.transaction(async (tx) => {
    const rows = await listHere(tx, turn, deps);
    const ending = rows.filter((row) => Array.isArray(agreed) && agreed.includes(row.id));
    if (ending.length === 0) throw faults.NOTHING_SUBSCRIBED();
    for (const row of ending) await end(tx, turn, row);
    return deps.record(tx, turn, toAnswer(turn, ending, shown));
  });
}

/** By id, the names of those that may be shown here. */
async function nameShown(
  rows: readonly ListedSubscription[],
  deps: Deps,
): Promise<ReadonlyMap<string, string>> {
  const seen = await see(rows, deps);
  return new Map(seen.flatMap((one) => (one.kind === "hidden" ? [] : [[one.row.id, one.name]])));
}

async function listHere(
  reads: Pick<Reads, "subscriptions">,
  turn: Turn<unknown>,
  deps: Deps,
): Promise<readonly ListedSubscription[]> {
  const { channelId, teamId } = turn.place.reference;
  const rows = await reads.subscriptions.listForChannel(deps.clientAppId, channelId, teamId);
  return [...rows].sort((a, b) => (a.ghArtifactName.toLowerCase() < b.ghArtifactName.toLowerCase() ? -1 : 1));
}

async function end(tx: Transaction, turn: Turn<unknown>, row: ListedSubscription): Promise<void> {
  await tx.subscriptions.delete(row.id);
  await recordChange(tx, turn, row, { verb: "deleted" });
}

/** The answer takes the place of a card, and cards know no code: what is to be typed is escaped instead. */
function toAnswer(
  turn: Turn<unknown>,
  ended: readonly ListedSubscription[],
  shown: ReadonlyMap<string, string>,
): Reply {
  const named = ended.flatMap((row) => {
    const name = shown.get(row.id);
    return name === undefined ? [] : [{ row, name }];
  });
  const undo = named.slice(0, MOST_NAMES).map(({ row, name }) => {
    const { features, filters } = toChoice(row.settings);
    return `- ${escapeMarkdown(`subscribe ${name} ${printChoice(features, filters)}`)}`;
  });
  const more = named.length - undo.length;
  const told = [
    `✅ ${thisPlace(turn.place)} is no longer subscribed to anything.${undo.length === 0 ? "" : ` To undo, say:\n${undo.join("\n")}`}`,
    ...(more > 0 ? [`and so on for ${String(more)} more.`] : []),
    ...(named.length < ended.length ? [toHidden(ended.length - named.length)] : []),
  ];
  return reply.text(told.join("\n\n"));
}

function toHidden(count: number): string {
  return count === 1
    ? "One that can't be shown here ended too."
    : `${String(count)} that can't be shown here ended too.`;
}
