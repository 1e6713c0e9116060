import type { Transaction } from "../../../adapters/store/contract/index.ts";
import type { Deps } from "../deps.ts";

export const PUSH_JOB = "server-environment";

/** Writes these servers' variables on them. One job a server that waits or runs is enough: it reads them at its end again. */
export async function queuePush(
  tx: Transaction,
  serverIds: readonly string[],
  { wakeJobs }: Pick<Deps, "wakeJobs">,
): Promise<void> {
  if (serverIds.length === 0) return;
  // Held until the commit, as the job does at its end: either it sees the change, or we see that it is over.
  for (const id of serverIds) await tx.servers.change(id, {});
  const open = await tx.jobs.listOpenTargets(PUSH_JOB, serverIds);
  const missing = serverIds.filter((id) => !open.has(id));
  if (missing.length === 0) return;
  const jobs = await tx.jobs.createMany(missing.map((targetId) => ({ kind: PUSH_JOB, targetId })));
  tx.afterCommit(() => {
    wakeJobs(jobs.map(({ id }) => id));
  });
}
