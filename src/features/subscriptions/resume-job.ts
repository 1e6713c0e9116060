import { z } from "zod";
import type { Store } from "../../adapters/store/contract/index.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { unpaused } from "./paused.ts";

export const RESUME_JOB = "resume-subscription";

export interface ResumeJobDeps {
  readonly store: Pick<Store, "transaction">;
}

const payload = z.object({ until: z.string() });

/** Comes with every pause and ends it, when its time has come and it is still the same one. */
export const resumeJob: JobSpec<ResumeJobDeps> = defineJob<ResumeJobDeps>({
  kind: RESUME_JOB,
  attempts: 10,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [5, 30, 120, 600],
  run: resumePaused,
});

/** Idempotent: what is no longer paused until then (resumed, lost, ended, paused anew) is left as it is. */
async function resumePaused(run: JobRun, { store }: ResumeJobDeps): Promise<void> {
  const { until } = payload.parse(run.payload);
  await store.transaction(async (tx) => {
    const row = await tx.subscriptions.hold(run.targetId);
    if (row?.state !== "paused" || row.settings.pausedUntil !== until) return;
    await tx.subscriptions.update(row.id, unpaused(row.settings));
    await tx.subscriptions.setState(row.id, "active", "");
    await tx.events.record({
      actorType: "component",
      actorId: "subscriptions",
      tenantId: row.tenantId,
      teamId: row.teamId,
      entityType: "chatopssubscription",
      entityId: row.id,
      verb: "resumed",
      fromState: "paused",
      toState: "active",
      data: { name: row.ghArtifactName, until },
      correlationId: run.id,
    });
  });
}
