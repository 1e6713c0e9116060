import { z } from "zod";
import type { Store, TrackedRepositoryRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { toQueued } from "./copies.ts";
import { postCopies, type CopyCardDeps } from "./copy-cards.ts";
import { queueMirrors } from "./job.ts";

export interface FollowDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

/** Where somebody began to track, and what they were told of it: card text. */
export interface TrackedFrom {
  readonly conversationId: string;
  /** Names the card, once for each turn. */
  readonly turnId: string;
  readonly title: string;
  readonly notes: readonly string[];
}

/** Has what somebody begins to track copied in the background, from the commit on, and posts the card that shows it. */
export async function copyTracked(
  tx: Pick<Transaction, "jobs" | "cards" | "outbox" | "afterCommit">,
  tracked: readonly TrackedRepositoryRecord[],
  { conversationId, turnId, title, notes }: TrackedFrom,
  deps: Pick<FollowDeps, "wakeJobs"> & Pick<CopyCardDeps, "cards" | "notifyMailbox">,
): Promise<void> {
  const card = { conversationId, subjectKey: `copies:${turnId}` };
  const copies = tracked.map(({ url, owner, name }) => toQueued(url, `${owner}/${name}`));
  await postCopies(tx, card, { title, notes: [...notes], copies }, deps);
  const jobs: string[] = [];
  for (const { userId, url } of tracked) {
    const owner = { ownerType: "user", ownerId: userId } as const;
    jobs.push(...(await queueMirrors(tx, owner, [url], { reason: "tracked", card })));
  }
  tx.afterCommit(() => {
    deps.wakeJobs(jobs);
  });
}

const pushSchema = z.object({ repository: z.object({ id: z.int() }) });

/** Is this a push to what somebody tracks? Then it is worth keeping though no conversation hears of it. */
export async function isFollowed(
  webhook: { readonly event: string; readonly repositoryId: string },
  { store }: Pick<FollowDeps, "store">,
): Promise<boolean> {
  if (webhook.event !== "push" || webhook.repositoryId === "") return false;
  const trackers = await store.read(({ trackedRepositories }) =>
    trackedRepositories.listByRepository(webhook.repositoryId, { limit: 1 }),
  );
  return trackers.length > 0;
}

/** Has the mirror brought up to date after a push; a delivery that runs again does so twice, which changes nothing. */
export async function followPush(
  delivery: { readonly event: string },
  payload: unknown,
  { store, wakeJobs }: FollowDeps,
): Promise<void> {
  const push = delivery.event === "push" ? pushSchema.safeParse(payload).data : undefined;
  if (push === undefined) return;
  const repositoryId = String(push.repository.id);
  const [tracker] = await store.read(({ trackedRepositories }) =>
    trackedRepositories.listByRepository(repositoryId, { limit: 1 }),
  );
  if (tracker === undefined) return;
  const owner = { ownerType: "user", ownerId: tracker.userId } as const;
  await store.transaction(async (tx) => {
    const jobs = await queueMirrors(tx, owner, [tracker.url], { reason: "pushed" });
    tx.afterCommit(() => {
      wakeJobs(jobs);
    });
  });
}
