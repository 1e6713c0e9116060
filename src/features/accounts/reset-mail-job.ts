import { z } from "zod";
import type { RegistrationRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { hashOf } from "../../core/secret.ts";
import type { PasswordResetDeps, ResetDeps } from "./reset-deps.ts";
import { toResetMail } from "./reset-mail.ts";

const KIND = "password-reset-mail";

const payloadSchema = z.object({ sealed: z.string() });

/** Mails one link; its target is the registration. After an hour the link is worth nothing, so it is tried no longer. */
export const passwordResetMailJob: JobSpec<PasswordResetDeps> = defineJob<PasswordResetDeps>({
  kind: KIND,
  attempts: 12,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [15, 60, 300, 600],
  run: (run, { passwordReset }) => sendLink(run, passwordReset),
});

/** In the transaction that makes the link. Nobody can read the token out of the job. */
export async function createResetMailJob(
  tx: Transaction,
  { id }: Pick<RegistrationRecord, "id">,
  token: string,
  { tokens, wakeJobs }: Pick<ResetDeps, "tokens" | "wakeJobs">,
): Promise<void> {
  const payload = { sealed: tokens.seal(token, aboutOf(id)) };
  const job = await tx.jobs.create({ kind: KIND, targetId: id, payload });
  tx.afterCommit(() => {
    wakeJobs([job.id]);
  });
}

/** After a crash it goes out again under the same id, which receivers recognise. */
async function sendLink(run: JobRun, { store, tokens, mail, publicUrl }: ResetDeps): Promise<void> {
  const token = tokens.open(payloadSchema.parse(run.payload).sealed, aboutOf(run.targetId));
  const { live, registration } = await store.transaction(async (tx) => ({
    live: await tx.accountTokens.findLive("reset", hashOf(token)),
    registration: await tx.registrations.find(run.targetId),
  }));
  // Used, too late, or a newer one is under way: this mail would bring a link that opens nothing.
  if (live === undefined || registration?.userId !== live.userId || mail === undefined) return;
  const url = `${publicUrl.replace(/\/$/, "")}/account/reset/${token}`;
  await mail.send({
    ...{ id: `password-reset-${live.id}`, to: registration.emailAddress },
    ...toResetMail({ url, expiresAt: live.expiresAt }),
  });
}

function aboutOf(registrationId: string): string {
  return `jobs|payload|${registrationId}`;
}
