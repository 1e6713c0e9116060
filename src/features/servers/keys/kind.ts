import { z } from "zod";
import type { Transaction } from "../../../adapters/store/contract/index.ts";
import type { Deps } from "../deps.ts";

export const KEYS_JOB = "server-keys";

/** Which card tells how far a key pair is: where it is shown, and of which servers. */
export const Told = z.object({
  conversationId: z.string(),
  pairId: z.string(),
  serverIds: z.array(z.string()),
});
export interface Told {
  readonly conversationId: string;
  readonly pairId: string;
  readonly serverIds: readonly string[];
}

export const Payload = z.object({ since: z.iso.datetime(), told: Told.optional() });

/** Brings what is wanted and unwanted onto these servers and off them. Jobs for one server find the other's work done. */
export async function queueKeys(
  tx: Pick<Transaction, "jobs" | "afterCommit">,
  serverIds: readonly string[],
  { wakeJobs, clock }: Pick<Deps, "wakeJobs" | "clock">,
  told?: Told,
): Promise<void> {
  if (serverIds.length === 0) return;
  const payload = { since: clock.now().toISOString(), ...(told !== undefined && { told: { ...told } }) };
  const jobs = await tx.jobs.createMany(serverIds.map((targetId) => ({ kind: KEYS_JOB, targetId, payload })));
  tx.afterCommit(() => {
    wakeJobs(jobs.map(({ id }) => id));
  });
}
