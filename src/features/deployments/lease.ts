import type { DeploymentGroupRecord } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, SECOND } from "../../core/clock.ts";
import { JobDelay } from "../../core/job.ts";
import type { RunDeps } from "./deps.ts";

const LEASE_MS = 60 * SECOND;

/** One group of a project at a time: the group holds the project while it is worked on. */
export function leaseOf(projectId: string): string {
  return `deploy:${projectId}`;
}

/** Takes or renews the project's lease for a group; comes back later while another one has it. */
export async function holdProject(
  { id, projectId }: Pick<DeploymentGroupRecord, "id" | "projectId">,
  { store, clock }: Pick<RunDeps, "store" | "clock">,
): Promise<void> {
  const now = clock.now();
  const lease = await store.transaction((tx) =>
    tx.leases.acquire(leaseOf(projectId), id, now, addMilliseconds(now, LEASE_MS)),
  );
  if (lease === undefined) throw new JobDelay(addMilliseconds(now, 5 * SECOND));
}
