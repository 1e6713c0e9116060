import type { ListedSubscription, Reads, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { printChoice } from "../../core/filters/print.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, Turn } from "../../core/turn.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { toChoice } from "./feature-words.ts";
import { recordChange } from "./history.ts";

type Deps = SubscriptionDeps["subscriptions"];

const MOST_NAMES = 10;

/** Asks with the count and the names; nothing to ask where nothing is subscribed. */
export async function confirmUnsubscribeAll(
  turn: Turn<unknown>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<ConfirmationRequest | undefined> {
  const rows = await deps.store.read((reads) => listHere(reads, turn, deps));
  if (rows.length === 0) return undefined;
  const names = rows.slice(0, MOST_NAMES).map((row) => escapeMarkdown(row.ghArtifactName));
  const more = rows.length - names.length;
  const count = rows.length === 1 ? "the one subscription" : `all ${String(rows.length)} subscriptions`;
  const told = [...names, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
  return {
    question: `End ${count} of this conversation: ${told}?`,
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
  return deps.store.transaction(async (tx) => {
    const rows = await listHere(tx, turn, deps);
    const ending = rows.filter((row) => Array.isArray(agreed) && agreed.includes(row.id));
    if (ending.length === 0) throw faults.NOTHING_SUBSCRIBED();
    for (const row of ending) await end(tx, turn, row);
    return deps.record(tx, turn, toAnswer(turn, ending));
  });
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
function toAnswer(turn: Turn<unknown>, ended: readonly ListedSubscription[]): Reply {
  const undo = ended.slice(0, MOST_NAMES).map((row) => {
    const { features, filters } = toChoice(row.settings);
    return `- ${escapeMarkdown(`subscribe ${row.ghArtifactName} ${printChoice(features, filters)}`)}`;
  });
  const more = ended.length - undo.length;
  const rest = more > 0 ? `\n\nand so on for ${String(more)} more.` : "";
  return reply.text(
    `✅ ${thisPlace(turn.place)} is no longer subscribed to anything. To undo, say:\n${undo.join("\n")}${rest}`,
  );
}
