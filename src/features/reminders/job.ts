import { z } from "zod";
import type { ScheduleRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, HOUR, MINUTE } from "../../core/clock.ts";
import { isFault } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import { toReviewsCard } from "./card.ts";
import type { Deps, ReminderDeps } from "./deps.ts";
import { lookForReviews, type Waiting } from "./look.ts";
import { recordFate } from "./schedule.ts";
import { lostText, refusedText, signInText, stoppedBecause } from "./trouble.ts";

/** A reminder that comes later than this helps nobody. */
export const LATEST_MS = 2 * HOUR;
/** What GitHub calls missing is believed when it says so twice, this far apart. */
const BELIEVE_AFTER_MS = 10 * MINUTE;

const payloadSchema = z.object({ occurrence: z.iso.datetime().transform((at) => new Date(at)) });

/** One run of a schedule at one time; its target is the schedule. */
export const reminderJob: JobSpec<ReminderDeps> = defineJob<ReminderDeps>({
  kind: "reminder",
  attempts: 30,
  leaseSeconds: 120,
  concurrency: 4,
  backoffSeconds: [15, 60, 180, 300],
  run: runReminder,
  onDead: async ({ id, targetId }, error, { reminders: { store } }) => {
    const reason = isFault(error) ? error.code : "it failed";
    await store.transaction(async (tx) => {
      const schedule = await tx.schedules.find(targetId);
      if (schedule === undefined) return;
      await recordFate(tx, schedule, { verb: "skipped", data: { reason }, correlationId: id });
    });
  },
});

async function runReminder(run: JobRun, { reminders: deps }: ReminderDeps): Promise<void> {
  const schedule = await deps.store.read((reads) => reads.schedules.find(run.targetId));
  // Paused or removed since it became due.
  if (schedule?.state !== "active") return;
  const { occurrence } = payloadSchema.parse(run.payload);
  const now = deps.clock.now();
  if (now.getTime() - occurrence.getTime() > LATEST_MS) return skip(run, schedule, "too late", deps);
  const conversation = await deps.store.read((reads) => reads.conversations.find(schedule.conversationId));
  if (conversation?.state !== "active") return skip(run, schedule, "the conversation is gone", deps);
  const seen = await look(schedule, deps);
  if (seen.kind === "waiting") return post(run, schedule, seen.waiting, deps);
  if (seen.kind === "unseen") return believe(run, schedule, deps);
  return tell(run, schedule, seen.fault, deps);
}

type Seen =
  | { readonly kind: "waiting"; readonly waiting: Waiting }
  | { readonly kind: "unseen" }
  | { readonly kind: "refused"; readonly fault: Fault };

async function look(schedule: ScheduleRecord, deps: Deps): Promise<Seen> {
  try {
    const waiting = await lookForReviews(schedule, deps);
    return waiting === undefined ? { kind: "unseen" } : { kind: "waiting", waiting };
  } catch (error) {
    // What passes by itself is tried again; the rest waits for somebody's doing.
    if (!isFault(error) || error.retryable) throw error;
    return { kind: "refused", fault: error };
  }
}

/** The card, the run's event and the job's end are written together: after a crash, all or nothing of it is there. */
async function post(run: JobRun, schedule: ScheduleRecord, waiting: Waiting, deps: Deps): Promise<void> {
  const card = toReviewsCard(schedule, waiting, deps);
  await end(run, schedule, deps, async (tx) => {
    await tx.schedules.recordRun(schedule.id, deps.clock.now(), waiting.artifact.name);
    if (card !== undefined) await deps.post(tx, schedule.conversationId, card);
    return { verb: "ran", data: { pulls: waiting.pulls.length } };
  });
}

async function skip(run: JobRun, schedule: ScheduleRecord, reason: string, deps: Deps): Promise<void> {
  await end(run, schedule, deps, async () => ({ verb: "skipped", data: { reason } }));
}

/** GitHub says that the creator can't see it: asked again a little later, then the schedule stops. */
async function believe(run: JobRun, schedule: ScheduleRecord, deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const since = schedule.missingSince ?? now;
  const due = addMilliseconds(since, BELIEVE_AFTER_MS);
  if (schedule.missingSince === undefined)
    await deps.store.transaction((tx) => tx.schedules.recordMissing(schedule.id, now));
  if (due > now) throw new JobDelay(due);
  await stop(run, schedule, "lost", deps);
}

/** GitHub doesn't let the creator in: said once; it goes on by itself as soon as it can. */
async function tell(run: JobRun, schedule: ScheduleRecord, fault: Fault, deps: Deps): Promise<void> {
  const creator = await deps.store.read((reads) => reads.githubUsers.find(schedule.creatorId));
  if (creator === undefined || creator.state === "revoked") return stop(run, schedule, "left", deps);
  await end(run, schedule, deps, async (tx) => {
    const text = isFault(fault, "SIGN_IN_AGAIN")
      ? signInText(schedule, creator.ghLogin, deps)
      : refusedText(schedule, creator.ghLogin, fault, deps);
    if (schedule.warnedAt === undefined) {
      await tx.schedules.recordWarning(schedule.id, deps.clock.now());
      await deps.post(tx, schedule.conversationId, { text });
    }
    return { verb: "skipped", data: { reason: fault.code } };
  });
}

async function stop(run: JobRun, schedule: ScheduleRecord, why: "lost" | "left", deps: Deps): Promise<void> {
  const creator = await deps.store.read((reads) => reads.githubUsers.find(schedule.creatorId));
  const login = creator?.ghLogin ?? "ghost";
  await end(run, schedule, deps, async (tx) => {
    const reason = stoppedBecause(why, login);
    await tx.schedules.halt(schedule.id, "active", "stopped", reason);
    await deps.post(tx, schedule.conversationId, { text: lostText(schedule, reason) });
    return { verb: "stopped", fromState: "active", toState: "stopped", data: { reason } };
  });
}

type Ending = Parameters<typeof recordFate>[2];

/** Ends the job and writes what came of it, in one transaction, unless the schedule is no longer on. */
async function end(
  run: JobRun,
  schedule: ScheduleRecord,
  { store }: Deps,
  write: (tx: Transaction) => Promise<Ending>,
): Promise<void> {
  await store.transaction(async (tx) => {
    if (!(await tx.jobs.succeed(run.id, run.holder))) throw new Error("the reminder's lease was lost");
    const current = await tx.schedules.find(schedule.id);
    if (current?.state !== "active") return;
    await recordFate(tx, schedule, { ...(await write(tx)), correlationId: run.id });
  });
}
