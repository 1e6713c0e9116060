import type { RegistrationState, Transaction } from "../../adapters/store/contract/index.ts";

export const DIRECTORY_JOB = "directory";

type WakeJobs = (jobIds: readonly string[]) => void;

/** The registration, its keys or its person's teams changed: the directory follows. In the transaction of the change. */
export async function queueDirectory(
  tx: Pick<Transaction, "jobs" | "afterCommit">,
  registrationId: string,
  wakeJobs: WakeJobs,
): Promise<void> {
  const job = await tx.jobs.create({ kind: DIRECTORY_JOB, targetId: registrationId });
  tx.afterCommit(() => {
    wakeJobs([job.id]);
  });
}

/** The same by the person: for keys and memberships. Who has no POSIX account has nothing to follow. */
export async function queueDirectoryOf(
  tx: Pick<Transaction, "registrations" | "jobs" | "afterCommit">,
  userId: string,
  wakeJobs: WakeJobs,
): Promise<void> {
  const registration = await tx.registrations.findByUser(userId);
  if (registration?.posix !== undefined) await queueDirectory(tx, registration.id, wakeJobs);
}

const WAITING: readonly RegistrationState[] = ["pre_posix", "pre_key"];
const PAGE = 500;

/** Queues a job for every registration that waits for the directory and has none. Answers how many. */
export async function requeueWaiting(tx: Pick<Transaction, "registrations" | "jobs">): Promise<number> {
  let queued = 0;
  for (const state of WAITING)
    for (let after = ""; ;) {
      const waiting = await tx.registrations.listWaiting(state, { after, limit: PAGE });
      const ids = waiting.map(({ id }) => id);
      const open = await tx.jobs.listOpenTargets(DIRECTORY_JOB, ids);
      const missing = ids.filter((id) => !open.has(id));
      if (missing.length > 0)
        await tx.jobs.createMany(missing.map((targetId) => ({ kind: DIRECTORY_JOB, targetId })));
      queued += missing.length;
      after = ids.at(-1) ?? "";
      if (ids.length < PAGE) break;
    }
  return queued;
}
