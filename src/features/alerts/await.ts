import type { Store } from "../../adapters/store/contract/index.ts";
import { listConcerned } from "./concerned.ts";
import { isAlerting, readNews } from "./read-news.ts";

export interface AwaitDeps {
  readonly store: Pick<Store, "read">;
  readonly clientAppId: string;
}

/**
 * Does a webhook name somebody who asked to be told? A few index lookups by what the payload names; that others asked
 * is no reason to keep it.
 */
export async function isAwaited(
  webhook: { readonly event: string; readonly raw: Buffer },
  { store, clientAppId }: AwaitDeps,
): Promise<boolean> {
  if (!isAlerting(webhook.event)) return false;
  const news = readNews(webhook.event, JSON.parse(webhook.raw.toString("utf8")));
  if (news === undefined) return false;
  return store.read(async ({ alerts }) => (await listConcerned(news, clientAppId, alerts)).length > 0);
}

export interface BeginDeps extends AwaitDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

/** The kind of the job that tells people; its payload is the news. */
export const ALERT_JOB = "alert";

/**
 * Hands news to a job of its own, so that what one person can't be told holds up neither the others nor the channels.
 * A delivery that runs again begins another one: what was told before is not told again.
 */
export async function beginAlerts(
  delivery: { readonly id: string; readonly event: string },
  payload: unknown,
  { store, clientAppId, wakeJobs }: BeginDeps,
): Promise<void> {
  const news = readNews(delivery.event, payload);
  if (news === undefined) return;
  const concerned = await store.read(({ alerts }) => listConcerned(news, clientAppId, alerts));
  if (concerned.length === 0) return;
  await store.transaction(async (tx) => {
    const job = await tx.jobs.create({ kind: ALERT_JOB, targetId: delivery.id, payload: { ...news } });
    tx.afterCommit(() => {
      wakeJobs([job.id]);
    });
  });
}
