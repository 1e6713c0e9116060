import { z } from "zod";
import type { CloudRecord, NewJob, Transaction } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../../core/clock.ts";
import { Fault } from "../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CloudDeps, Deps } from "./deps.ts";
import { BY_ITSELF } from "./history.ts";
import { noteRefused, noteWorking } from "./verified.ts";

const VERIFY_JOB = "cloud-verify";
const EVERY_MS = DAY;
const AT_ONCE = 500;
const SHORTEST_PAUSE_MS = 2 * MINUTE;
const LONGEST_PAUSE_MS = HOUR;

const Payload = z.object({ since: z.iso.datetime() });

/** Asks a provider whether it lets a cloud in: a day after it was asked last, and soon where it was away. */
export const verifyCloudJob: JobSpec<CloudDeps> = defineJob<CloudDeps>({
  kind: VERIFY_JOB,
  attempts: 10,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [60, 300, 1_800],
  run: (run, { clouds }) => runVerify(run, clouds),
});

/** For a cloud that was saved while its provider was away. */
export function toSoonJob(cloud: Pick<CloudRecord, "id">, now: Date): NewJob {
  return { ...toNowJob(cloud, now), runAfter: addMilliseconds(now, SHORTEST_PAUSE_MS) };
}

export function toNowJob({ id }: Pick<CloudRecord, "id">, now: Date): NewJob {
  return { kind: VERIFY_JOB, targetId: id, payload: { since: now.toISOString() } };
}

/** Queues the clouds whose provider wasn't asked for a day and that have no job yet; answers how many. */
export async function queueDueClouds(tx: Pick<Transaction, "clouds" | "jobs">, now: Date): Promise<number> {
  const due = await tx.clouds.listDueForVerify(addMilliseconds(now, -EVERY_MS), AT_ONCE);
  if (due.length === 0) return 0;
  const open = await tx.jobs.listOpenTargets(
    VERIFY_JOB,
    due.map(({ id }) => id),
  );
  const missing = due.filter(({ id }) => !open.has(id));
  if (missing.length > 0) await tx.jobs.createMany(missing.map((cloud) => toNowJob(cloud, now)));
  return missing.length;
}

async function runVerify({ targetId, payload }: JobRun, deps: Deps): Promise<void> {
  const since = new Date(Payload.parse(payload).since);
  const cloud = await deps.store.read((reads) => reads.clouds.find(targetId));
  if (cloud === undefined || cloud.deletedAt !== undefined) return;
  // Somebody asked meanwhile.
  if (cloud.verifiedAt !== undefined && cloud.verifiedAt > since) return;
  try {
    const { driver, account } = await deps.useCloud(cloud);
    const verified = await driver.verify(account);
    await deps.store.transaction(async (tx) => {
      const transition = await noteWorking(tx, cloud, verified, BY_ITSELF);
      // Whoever saved it while the provider was away was promised to be told no more than that it is asked again.
      if (transition !== undefined) await tell(tx, cloud, (which) => `✅ ${which} works.`, deps);
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // What passes by itself says nothing of the credentials, and is no news to anybody.
    if (error.retryable) throw new JobDelay(addMilliseconds(deps.clock.now(), pauseAfter(since, deps)));
    await deps.store.transaction(async (tx) => {
      // The first time only: until it works again, nothing more is said of it.
      if ((await noteRefused(tx, cloud, error, BY_ITSELF)) !== undefined)
        await tell(tx, cloud, (which) => `⚠️ ${which} doesn't let me in. ${error.sentence}`, deps);
    });
  }
}

function pauseAfter(since: Date, { clock }: Deps): number {
  const age = clock.now().getTime() - since.getTime();
  return Math.min(Math.max(age / 2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
}

/** In the 1:1 chat of the team's owner. Nowhere, where they never wrote to the bot. */
async function tell(
  tx: Transaction,
  cloud: CloudRecord,
  toText: (which: string) => string,
  deps: Deps,
): Promise<void> {
  const team = await tx.teams.find(cloud.teamId);
  if (team === undefined || team.deletedAt !== undefined) return;
  const [owner] = await tx.teamMembers.listAdministrators(team.id, 1);
  const user = owner && (await tx.users.find(owner.userId));
  const conversationId = user?.personalConversationId ?? "";
  if (user?.state !== "active" || conversationId === "") return;
  const which = `Cloud **${escapeMarkdown(cloud.name)}** of team ${escapeMarkdown(team.name)}`;
  await deps.announce(tx, conversationId, { text: toText(which) });
}
