import { z } from "zod";
import type { RegistrationRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../core/clock.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { hashOf, newSecret } from "../../core/secret.ts";
import type { PasswordResetDeps, ResetDeps } from "./reset-deps.ts";
import { createResetMailJob } from "./reset-mail-job.ts";

const KIND = "password-reset";
const ABOUT = "jobs|payload|password-reset";
export const RESET_MINUTES = 60;

const payloadSchema = z.object({ sealed: z.string() });

/**
 * Looks for the accounts of an address after the page has answered, so that neither its words nor its time tell whether
 * there are any. Their links and the jobs that mail them are made at once with its own end.
 */
export const passwordResetJob: JobSpec<PasswordResetDeps> = defineJob<PasswordResetDeps>({
  kind: KIND,
  attempts: 10,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [5, 30, 120, 300],
  run: (run, { passwordReset }) => makeLinks(run, passwordReset),
});

/** Whoever asked may have typed anything: what it was is nobody else's to read. */
export async function orderReset(
  tx: Transaction,
  email: string,
  { tokens, wakeJobs }: Pick<ResetDeps, "tokens" | "wakeJobs">,
): Promise<void> {
  const job = await tx.jobs.create({
    kind: KIND,
    targetId: hashOf(email).slice(0, 32),
    payload: { sealed: tokens.seal(email, ABOUT) },
  });
  tx.afterCommit(() => {
    wakeJobs([job.id]);
  });
}

async function makeLinks(run: JobRun, deps: ResetDeps): Promise<void> {
  const email = deps.tokens.open(payloadSchema.parse(run.payload).sealed, ABOUT);
  await deps.store.transaction(async (tx) => {
    if (!(await tx.jobs.succeed(run.id, run.holder))) throw new Error("the reset's lease was lost");
    for (const registration of await tx.registrations.listActivatedByEmail(email))
      await makeLink(tx, registration, run, deps);
  });
}

/** Who never chose a password proved no address either: theirs is whatever Teams or they themselves said. */
async function makeLink(
  tx: Transaction,
  registration: RegistrationRecord,
  run: JobRun,
  deps: ResetDeps,
): Promise<void> {
  const user = await tx.users.find(registration.userId);
  if (!registration.hasPassword || user?.state !== "active") return;
  const token = newSecret();
  const { id } = await tx.accountTokens.create({
    ...{ userId: user.id, kind: "reset", tokenHash: hashOf(token) },
    expiresAt: addMilliseconds(deps.clock.now(), RESET_MINUTES * MINUTE),
  });
  await createResetMailJob(tx, registration, token, deps);
  await tx.events.record({
    ...{ actorType: "component", actorId: "accounts", tenantId: user.tenantId, correlationId: run.id },
    ...{ entityType: "account_token", entityId: id, verb: "created", data: { kind: "reset" } },
  });
}
