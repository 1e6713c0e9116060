import type { ProjectRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { TurnContext } from "../../core/turn.ts";

/** Writes what became of a project, in the transaction that changes it. A script's text stays out of it. */
export function recordProject(
  tx: Pick<Transaction, "events">,
  { actor, place, jobId }: TurnContext,
  { id, teamId, name, repositoryUrl }: Pick<ProjectRecord, "id" | "teamId" | "name" | "repositoryUrl">,
  change: { readonly verb: "created" | "updated" | "deleted" | "restored"; readonly data?: JsonObject },
): Promise<void> {
  return tx.events.record({
    ...{ actorType: "user", actorId: actor.userId, tenantId: place.reference.tenantId, teamId },
    ...{ entityType: "project", entityId: id, verb: change.verb, correlationId: jobId },
    data: { name, repositoryUrl, ...change.data },
  });
}
