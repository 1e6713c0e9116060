import { z } from "zod";
import type { ServiceEvent } from "../../adapters/services/contract/index.ts";
import type { CardShowingItem, Transaction } from "../../adapters/store/contract/index.ts";
import { ItemPart, toItemFact } from "../../core/items/fact.ts";
import { defineJob, type JobSpec } from "../../core/job.ts";
import type { Deps, ItemDeps } from "./deps.ts";
import { queueLook } from "./look-job.ts";
import { findItemService } from "./sources.ts";

const TOLD_JOB = "items-told";
/** Cards of one item that are drawn anew: those made last. */
const MOST_CARDS = 200;

const Payload = z.object({
  cards: z.array(z.object({ conversationId: z.string(), subjectKey: z.string(), part: z.string() })),
  fact: z.object({
    version: z.object({ at: z.string(), rank: z.number(), attempt: z.number() }),
    value: ItemPart,
  }),
});

type ToldDeps = Pick<Deps, "clock"> & { readonly wakeJobs: (jobIds: readonly string[]) => void };

/** A connection's webhook told of items: the cards of pull requests that show them, as it sees them, follow. */
export async function tellCards(
  tx: Pick<Transaction, "cardItems" | "jobs" | "afterCommit">,
  { connectionId, provider }: { readonly connectionId: string; readonly provider: string },
  events: readonly ServiceEvent[],
  deps: ToldDeps,
): Promise<void> {
  if (findItemService(provider) === undefined) return;
  const jobs: string[] = [];
  for (const { item, isGone = false } of events) {
    // What has no date came along with something else (a comment) and says less than the whole.
    if (item.updatedAt === "" && !isGone) continue;
    const cards = await tx.cardItems.listByItem(connectionId, item.subjectKey, MOST_CARDS);
    if (cards.length === 0) continue;
    if (isGone) jobs.push(...(await lookAnew(tx, cards, deps)));
    else {
      const { version, value } = toItemFact(item, { at: deps.clock.now(), by: "told" });
      const fact = { version: { ...version }, value };
      const payload = { cards: cards.map((card) => ({ ...card })), fact };
      jobs.push((await tx.jobs.create({ kind: TOLD_JOB, payload })).id);
    }
  }
  if (jobs.length === 0) return;
  tx.afterCommit(() => {
    deps.wakeJobs(jobs);
  });
}

/** Writes what was told into each card; told again, or late, it changes nothing. */
export const toldJob: JobSpec<ItemDeps> = defineJob<ItemDeps>({
  kind: TOLD_JOB,
  attempts: 8,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [1, 5, 30, 120],
  run: async ({ payload }, { items: { addFacts } }) => {
    const { cards, fact } = Payload.parse(payload);
    for (const { part, ...place } of cards) await addFacts(place, { [part]: fact });
  },
});

async function lookAnew(
  tx: Pick<Transaction, "jobs">,
  cards: readonly CardShowingItem[],
  { clock }: ToldDeps,
): Promise<readonly string[]> {
  const jobs: string[] = [];
  for (const [subjectKey, places = []] of Object.entries(Object.groupBy(cards, (card) => card.subjectKey))) {
    const conversationIds = places.map(({ conversationId }) => conversationId);
    jobs.push(await queueLook(tx, { subjectKey, conversationIds, freshness: "now" }, clock.now()));
  }
  return jobs;
}
