import type { RegistrationState } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, HOUR, MINUTE, SECOND } from "../../core/clock.ts";
import { isFault } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import { findAccount, type Account, type Deps, type DirectoryJobDeps } from "./deps.ts";
import { makeEntry } from "./entry.ts";
import { bringGroups } from "./groups.ts";
import { bringKeys } from "./keys.ts";
import { DIRECTORY_JOB } from "./queue.ts";
import { recordChange } from "./record-change.ts";

/** Longer than any run; the job that holds it finds it its own again after a crash. */
const LEASE_MS = 5 * MINUTE;
const ANOTHER_RUNS_MS = 2 * SECOND;
const MENDING_MS = 15 * MINUTE;
/** Steps of one run: a directory whose numbers are taken one after the other is gone through in several. */
const MOST_STEPS = 100;

const IN_THE_DIRECTORY: readonly RegistrationState[] = ["posix", "pre_key", "valid"];

/**
 * Brings one registration into the directory: reads what is wanted and what is there, and does what is missing. A
 * directory that is away for days loses nothing: the job waits, with growing pauses up to half an hour.
 */
export function directoryJob(): JobSpec<{ readonly directory: DirectoryJobDeps }> {
  return defineJob<{ readonly directory: DirectoryJobDeps }>({
    kind: DIRECTORY_JOB,
    attempts: 100_000,
    leaseSeconds: 60,
    concurrency: 8,
    backoffSeconds: [5, 15, 60, 300, 900, 1_800],
    run: (run, { directory }) => runAlone(run, directory),
  });
}

/** One job at a time for a registration: an older one could undo what a newer one did. */
async function runAlone(run: JobRun, deps: DirectoryJobDeps): Promise<void> {
  const { store, clock, directory } = deps;
  const now = clock.now();
  if (directory === undefined) throw new JobDelay(addMilliseconds(now, HOUR));
  const name = `directory/${run.targetId}`;
  const lease = await store.transaction(({ leases }) =>
    leases.acquire(name, run.id, now, addMilliseconds(now, LEASE_MS)),
  );
  if (lease === undefined) throw new JobDelay(addMilliseconds(now, ANOTHER_RUNS_MS));
  try {
    await bring(run, { ...deps, directory });
  } finally {
    await store.transaction(({ leases }) => leases.release(name, run.id));
  }
}

async function bring(run: JobRun, deps: Deps): Promise<void> {
  try {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      run.signal.throwIfAborted();
      const account = await findAccount(run.targetId, deps.store);
      if (account === undefined || (await isBrought(account, deps))) return;
    }
  } catch (error) {
    if (error instanceof Fault && !isFault(error, "STORE_BUSY")) await recordError(run, error, deps);
    if (!(error instanceof Fault) || error.retryable) throw error;
    // Somebody has to mend it, in the directory or in our settings; then it goes on by itself.
    throw new JobDelay(addMilliseconds(deps.clock.now(), MENDING_MS));
  }
  throw new JobDelay(deps.clock.now());
}

/** One step; true when nothing is left to do. */
async function isBrought(account: Account, deps: Deps): Promise<boolean> {
  const { registration, user } = account;
  if (registration.state === "withdrawn" || user.state === "disabled") {
    await disable(account, deps);
    return true;
  }
  if (registration.state === "pre_posix") {
    await makeEntry(account, deps);
    return false;
  }
  if (!IN_THE_DIRECTORY.includes(registration.state)) return true;
  if (!(await bringKeys(account, deps))) return false;
  await bringGroups(account, deps);
  return true;
}

/** Only what is theirs: an entry of that name with another number belongs to somebody else. */
async function disable(account: Account, { directory, store }: Deps): Promise<void> {
  const { registration, posix } = account;
  const entry = await directory.find(posix.posixUid);
  const isTheirs = entry?.uidNumber === posix.uidNumber;
  if (isTheirs) await directory.disable(posix.posixUid);
  await store.transaction(async (tx) => {
    if (isTheirs) await recordChange(tx, account, "posix_disabled");
    if (registration.ldapError !== "") await tx.registrations.recordLdapError(registration.id, "");
  });
}

async function recordError(run: JobRun, fault: Fault, { store }: Deps): Promise<void> {
  await store.transaction(({ registrations }) => registrations.recordLdapError(run.targetId, fault.sentence));
}
