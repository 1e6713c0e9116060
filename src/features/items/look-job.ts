import { z } from "zod";
import type { Reads, Transaction } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, HOUR, MINUTE } from "../../core/clock.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import type { Fact, Facts } from "../../core/facts.ts";
import { SHOWN_ITEMS, toItemFact, toItemPartName, toShownFact } from "../../core/items/fact.ts";
import { findItemKeys, type ItemKey } from "../../core/items/keys.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import type { Deps, ItemDeps, PullNames } from "./deps.ts";
import type { LookUp, Looked } from "./look-up.ts";
import { listSources, type ItemSource } from "./sources.ts";

export const LOOK_JOB = "items-look";

/** More than are shown: some of what looks like a key is none. */
const MOST_ASKED = 6;
const AT_ONCE = 3;
const SHORTEST_PAUSE_MS = MINUTE;
const LONGEST_PAUSE_MS = HOUR;
/** A service that stays away for longer is asked again when the pull request changes. */
const TRIED_FOR_MS = 6 * HOUR;

const Payload = z.object({
  subjectKey: z.string(),
  conversationIds: z.array(z.string()),
  freshness: z.enum(["recent", "now"]),
  since: z.iso.datetime(),
});
type Payload = z.infer<typeof Payload>;

export interface LookJobDeps extends ItemDeps {
  readonly lookUpItem: LookUp;
}

/** Has the cards of a pull request in these conversations say which items it names; answers the job to wake. */
export async function queueLook(
  tx: Pick<Transaction, "jobs">,
  about: Omit<Payload, "since" | "conversationIds"> & { readonly conversationIds: readonly string[] },
  now: Date,
): Promise<string> {
  const payload = { ...about, conversationIds: [...about.conversationIds], since: now.toISOString() };
  return (await tx.jobs.create({ kind: LOOK_JOB, payload })).id;
}

/**
 * Looks up the items that a pull request names, after its card was posted, and writes them into the card. A service that
 * is away leaves the key alone there, and is asked again for some hours.
 */
export const lookJob: JobSpec<LookJobDeps> = defineJob<LookJobDeps>({
  kind: LOOK_JOB,
  attempts: 5,
  leaseSeconds: 120,
  concurrency: 4,
  backoffSeconds: [5, 30, 120],
  run: async ({ payload }: JobRun, deps) => {
    const asked = Payload.parse(payload);
    let isAway = false;
    for (const conversationId of asked.conversationIds)
      if (await lookAt(conversationId, asked, deps)) isAway = true;
    const { clock } = deps.items;
    const age = clock.now().getTime() - Date.parse(asked.since);
    if (!isAway || age > TRIED_FOR_MS) return;
    const pause = Math.min(Math.max(age, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    throw new JobDelay(addMilliseconds(clock.now(), pause));
  },
});

/** Of one conversation: true when a service is worth asking again. */
async function lookAt(
  conversationId: string,
  { subjectKey, freshness }: Payload,
  { items: deps, lookUpItem }: LookJobDeps,
): Promise<boolean> {
  const known = await deps.store.read((reads) => readCard(reads, { conversationId, subjectKey }, deps));
  if (known === undefined) return false;
  const { names, sources, isShown } = known;
  const keys = findItemKeys(names, sources, MOST_ASKED);
  if (keys.length === 0 && !isShown) return false;
  const looked = await mapConcurrently(keys, AT_ONCE, async (key) => ({
    key,
    answer: await lookUpItem(key, sources, freshness),
  }));
  const there = looked.filter(({ answer }) => answer.kind !== "missing");
  await write({ conversationId, subjectKey }, names, there, deps);
  return there.some(({ answer }) => answer.kind === "away" && answer.passes);
}

interface KnownCard {
  readonly names: PullNames;
  readonly sources: readonly ItemSource[];
  /** It says already which items there are. */
  readonly isShown: boolean;
}

async function readCard(
  reads: Reads,
  { conversationId, subjectKey }: { readonly conversationId: string; readonly subjectKey: string },
  deps: Deps,
): Promise<KnownCard | undefined> {
  const conversation = await reads.conversations.find(conversationId);
  const card = await reads.cards.find(conversationId, subjectKey);
  const names = card && deps.findNames(card);
  if (conversation === undefined || card === undefined || names === undefined) return undefined;
  const sources = await listSources(conversation, deps, reads);
  return { names, sources, isShown: card.facts[SHOWN_ITEMS] !== undefined };
}

interface LookedUp {
  readonly key: ItemKey;
  readonly answer: Looked;
}

async function write(
  place: { readonly conversationId: string; readonly subjectKey: string },
  names: PullNames,
  there: readonly LookedUp[],
  { addFacts, clock }: Deps,
): Promise<void> {
  const keys = there.map(({ key }) => key);
  const shown = toShownFact(keys, { pullAt: names.at, seenAt: clock.now() });
  const found = there.flatMap(({ key, answer }) =>
    answer.kind === "found" ? [{ ...answer, part: toItemPartName(key) }] : [],
  );
  const facts: Record<string, Fact> = { [SHOWN_ITEMS]: shown };
  for (const { part, item, at } of found) facts[part] = toItemFact(item, { at, by: "lookup" });
  await addFacts(place, facts, async (tx, known: Facts) => {
    // Somebody looked at a later version meanwhile, and said which items are shown.
    if (known[SHOWN_ITEMS]?.version.attempt !== shown.version.attempt) return;
    const items = found.map(({ part, connectionId, item }) => ({
      part,
      connectionId,
      itemKey: item.subjectKey,
    }));
    await tx.cardItems.replace(place, items);
  });
}
