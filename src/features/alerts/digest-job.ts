import type { AlertPreferences, Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import type { CardRenderer } from "../../core/message.ts";
import { readFacts, toAlertKey } from "./card-facts.ts";
import { toDigestCard } from "./cards.ts";
import { findQuietEnd } from "./quiet-hours.ts";

/** Subjects that are read for one message; what is beyond is counted. */
const MOST_HELD = 200;

export interface DigestDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly clock: Clock;
  readonly cards: CardRenderer;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
}

const KIND = "alert-digest";

/** Tells what was held, when quiet hours are over. Runs again without harm: what was told is held no more. */
export function digestJob(): JobSpec<{ readonly digest: DigestDeps }> {
  return defineJob<{ readonly digest: DigestDeps }>({
    kind: KIND,
    attempts: 10,
    leaseSeconds: 60,
    concurrency: 4,
    backoffSeconds: [5, 30, 120, 600],
    run: (run, { digest }) => runDigest(run, digest),
  });
}

/** Sets the digest for the end of the quiet hours that are now, or at once, unless it is set for then; answers the preferences that know of it. */
export async function scheduleDigest(
  tx: Transaction,
  preferences: AlertPreferences,
  { clock, wakeJobs }: { readonly clock: Clock; readonly wakeJobs: (jobIds: readonly string[]) => void },
): Promise<AlertPreferences> {
  const now = clock.now();
  const digestAt = findQuietEnd(preferences, now) ?? now;
  if (digestAt > now && preferences.digestAt?.getTime() === digestAt.getTime()) return preferences;
  const job = await tx.jobs.create({ kind: KIND, targetId: preferences.userId, runAfter: digestAt });
  tx.afterCommit(() => {
    if (digestAt <= now) wakeJobs([job.id]);
  });
  return { ...preferences, digestAt };
}

async function runDigest({ targetId: userId }: JobRun, deps: DigestDeps): Promise<void> {
  const known = await deps.store.read((reads) => reads.alerts.findPreferences(userId));
  if (known?.digestAt === undefined) return;
  const quietEnd = findQuietEnd(known, deps.clock.now());
  if (quietEnd !== undefined) throw new JobDelay(quietEnd);
  await deps.store.transaction((tx) => tellHeld(tx, userId, deps));
}

async function tellHeld(tx: Transaction, userId: string, deps: DigestDeps): Promise<void> {
  const preferences = await tx.alerts.findPreferences(userId);
  if (preferences?.digestAt === undefined) return;
  const { id: _id, version, digestAt: _told, ...rest } = preferences;
  if (!(await tx.alerts.savePreferences(rest, version))) throw faults.STORE_BUSY();
  const held = await tx.alerts.listHeld(userId, MOST_HELD);
  const total = await tx.alerts.release(userId);
  const { conversationId } = preferences;
  if (held.length === 0 || conversationId === "") return;
  const keys = held.map(({ subjectKey }) => toAlertKey(subjectKey));
  const cards = await tx.cards.listBySubjects(keys, [conversationId]);
  const facts = new Map(cards.map((card) => [card.subjectKey, readFacts(card.facts)]));
  const content = toDigestCard(
    keys.map((key) => facts.get(key)).filter((one) => one !== undefined),
    total,
  );
  if (content === undefined) return;
  const body = { adaptiveCard: deps.cards.render(content), summary: content.summary };
  await tx.outbox.append([{ conversationId, kind: "create", lane: "notification", body }]);
  tx.afterCommit(() => {
    deps.notifyMailbox([conversationId]);
  });
}
