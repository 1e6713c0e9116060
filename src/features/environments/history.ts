import type { EnvironmentRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Scope } from "./deps.ts";
import { toAuditName } from "./words.ts";

interface About {
  readonly scope: Scope;
  readonly environment: Pick<EnvironmentRecord, "id">;
}

/** Writes what became of a variable, in the transaction that changes or reveals it. Its name, never its value. */
export function recordVariable(
  tx: Transaction,
  turn: TurnContext,
  about: About & { readonly variable: string },
  change: {
    readonly verb: "created" | "updated" | "revealed";
    readonly did?: "set" | "replaced" | "unset";
  },
): Promise<void> {
  return record(tx, turn, about, change.verb, {
    ...{ name: about.variable, of: toAuditName(about.scope) },
    ...(change.did !== undefined && { change: change.did }),
  });
}

/** Writes that a scope uses another environment from now on, in the transaction in which it begins to. */
export function recordSharing(
  tx: Transaction,
  turn: TurnContext,
  about: About,
  verb: "shared" | "parted",
  data: JsonObject,
): Promise<void> {
  return record(tx, turn, about, verb, { name: toAuditName(about.scope), ...data });
}

function record(
  tx: Transaction,
  { actor, place, jobId }: TurnContext,
  { scope, environment }: About,
  verb: string,
  data: JsonObject,
): Promise<void> {
  return tx.events.record({
    actorType: "user",
    actorId: actor.userId,
    tenantId: place.reference.tenantId,
    teamId: scope.teamId,
    entityType: "environment",
    entityId: environment.id,
    verb,
    data,
    correlationId: jobId,
  });
}
