import type { JobRow, JobStore, JobWrites, RunOutcome } from "./contract.ts";
import type { Verdict } from "./verdict.ts";

export interface Settlement {
  readonly id: string;
  readonly holder: string;
  readonly verdict: Verdict;
}

export interface Claim {
  readonly ids: readonly string[];
  readonly holder: string;
  readonly until: Date;
}

export interface Renewal {
  readonly id: string;
  readonly holder: string;
  readonly until: Date;
}

export interface Batch {
  readonly now: Date;
  readonly settlements: readonly Settlement[];
  readonly renewals: readonly Renewal[];
  readonly claims: readonly Claim[];
}

export interface BatchResult {
  readonly outcomes: ReadonlyMap<string, RunOutcome>;
  /** Ids whose lease somebody else has, or whose job is queued again. */
  readonly lost: ReadonlySet<string>;
  /** In the order of the claims. */
  readonly claimed: readonly (readonly JobRow[])[];
}

/** Everything that waits to be written about jobs, in one transaction: ends, renewals, new claims. */
export async function writeBatch(store: JobStore, batch: Batch): Promise<BatchResult> {
  return store.transaction(async ({ jobs }) => {
    const outcomes = new Map<string, RunOutcome>();
    for (const settlement of batch.settlements) outcomes.set(settlement.id, await settle(jobs, settlement));
    const lost = new Set<string>();
    for (const { id, holder, until } of batch.renewals) {
      if (!(await jobs.renew(id, holder, until)) && !(await isFinished(jobs, id))) lost.add(id);
    }
    const claimed: (readonly JobRow[])[] = [];
    for (const { ids, holder, until } of batch.claims) {
      claimed.push(await jobs.claimMany(ids, holder, batch.now, until));
    }
    return { outcomes, lost, claimed };
  });
}

/** A row that its handler finished in a transaction of its own is no longer ours, but its end stands. */
async function settle(jobs: JobWrites, { id, holder, verdict }: Settlement): Promise<RunOutcome> {
  if (await write(jobs, id, holder, verdict)) return outcomeOf(verdict);
  const row = await jobs.find(id);
  if (row?.state === "succeeded") return "succeeded";
  return row?.state === "dead" ? "dead" : "lost";
}

function write(jobs: JobWrites, id: string, holder: string, verdict: Verdict): Promise<boolean> {
  switch (verdict.kind) {
    case "succeed":
      return jobs.succeed(id, holder);
    case "retry":
      return jobs.retryAt(id, holder, verdict.runAfter, verdict.error);
    case "delay":
      return jobs.delay(id, holder, verdict.runAfter);
    case "die":
      return jobs.die(id, holder, verdict.error);
  }
}

function outcomeOf(verdict: Verdict): RunOutcome {
  const outcomes = { succeed: "succeeded", retry: "retried", delay: "delayed", die: "dead" } as const;
  return outcomes[verdict.kind];
}

async function isFinished(jobs: JobWrites, id: string): Promise<boolean> {
  const row = await jobs.find(id);
  return row !== undefined && row.state !== "running" && row.state !== "queued";
}
