import type {
  NewEvent,
  RealmRecord,
  RealmStatus,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { TurnContext } from "../../core/turn.ts";

/** Who did it: a person in a turn, or a part of Ployst. */
export type Doer = Pick<NewEvent, "actorType" | "actorId" | "tenantId" | "correlationId">;

export function byActor({ actor, place, jobId }: TurnContext): Doer {
  const { tenantId } = place.reference;
  return { actorType: "user", actorId: actor.userId, tenantId, correlationId: jobId };
}

/** Writes what became of a realm, in the transaction that changes it. */
export function recordRealm(
  tx: Transaction,
  { id, teamId, name, url }: RealmRecord,
  doer: Doer,
  change: {
    readonly verb: "created" | "updated" | "deleted" | "status_changed";
    readonly transition?: Transition<RealmStatus>;
    readonly data?: JsonObject;
  },
): Promise<void> {
  return tx.events.record({
    ...doer,
    ...{ teamId, entityType: "realm", entityId: id, verb: change.verb, ...change.transition },
    data: { name, ...(url !== "" && { url }), ...change.data },
  });
}
