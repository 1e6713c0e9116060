import type { EnvironmentRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Scope } from "./deps.ts";
import { toAuditName } from "./words.ts";

/** Writes what became of a variable, in the transaction that changes or reveals it. Its name, never its value. */
export function recordVariable(
  tx: Transaction,
  { actor, place, jobId }: TurnContext,
  about: {
    readonly scope: Scope;
    readonly environment: Pick<EnvironmentRecord, "id">;
    readonly variable: string;
  },
  change: {
    readonly verb: "created" | "updated" | "revealed";
    readonly did?: "set" | "replaced" | "unset";
  },
): Promise<void> {
  return tx.events.record({
    actorType: "user",
    actorId: actor.userId,
    tenantId: place.reference.tenantId,
    teamId: about.scope.teamId,
    entityType: "environment",
    entityId: about.environment.id,
    verb: change.verb,
    data: {
      ...{ name: about.variable, of: toAuditName(about.scope) },
      ...(change.did !== undefined && { change: change.did }),
    },
    correlationId: jobId,
  });
}
