import type { MirrorRecord, Transaction } from "../../adapters/store/contract/index.ts";

type Tx = Pick<Transaction, "events" | "mirrors">;
type Subject = Pick<MirrorRecord, "id" | "repositoryUrl" | "workerId">;
type Verb = "queued" | "cloning" | "ready" | "failed" | "removed";

/** Writes what became of a mirror; a fetch that leaves it as it was is no change. */
export async function recordMirror(
  tx: Tx,
  { id, repositoryUrl, workerId }: Subject,
  change: { readonly verb: Verb; readonly fromState?: string; readonly reason?: string },
): Promise<void> {
  const { verb, fromState, reason } = change;
  await tx.events.record({
    ...{ actorType: "component", actorId: "mirrors", entityType: "mirror", entityId: id },
    verb,
    ...(fromState !== undefined && { fromState }),
    toState: verb,
    data: { repositoryUrl, workerId, ...(reason !== undefined && { reason }) },
  });
}
