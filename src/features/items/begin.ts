import type { CardRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { Deps } from "./deps.ts";
import { queueLook } from "./look-job.ts";

/** A card that a webhook changed. */
export interface CardChange {
  readonly before: CardRecord | undefined;
  readonly after: CardRecord;
  /** Which parts of what is known the webhook brought. */
  readonly parts: readonly string[];
}

type BeginDeps = Pick<Deps, "findNames" | "clock"> & {
  readonly wakeJobs: (jobIds: readonly string[]) => void;
};

/** Has the items looked up that changed pull requests may name; what a check or comment changes names nothing new. */
export async function beginLook(
  tx: Pick<Transaction, "jobs" | "afterCommit">,
  changes: readonly CardChange[],
  deps: BeginDeps,
): Promise<void> {
  const wanting = changes.filter((change) => isWorthALook(change, deps)).map(({ after }) => after);
  const jobs: string[] = [];
  for (const [subjectKey, cards = []] of Object.entries(Object.groupBy(wanting, (card) => card.subjectKey))) {
    const conversationIds = [...new Set(cards.map(({ conversationId }) => conversationId))];
    jobs.push(await queueLook(tx, { subjectKey, conversationIds, freshness: "recent" }, deps.clock.now()));
  }
  if (jobs.length === 0) return;
  tx.afterCommit(() => {
    deps.wakeJobs(jobs);
  });
}

function isWorthALook({ before, after, parts }: CardChange, { findNames }: BeginDeps): boolean {
  if (!hasRoot(after)) return false;
  const names = findNames(after);
  if (names === undefined) return false;
  const isNews = parts.includes("pull") || before === undefined || !hasRoot(before);
  // Every key has a number in it.
  return isNews && /\d/.test(`${names.title} ${names.branch}`);
}

function hasRoot({ rootState, renderedHash }: CardRecord): boolean {
  return rootState !== "none" || renderedHash !== "";
}
