import type {
  CloudRecord,
  CloudState,
  NewEvent,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { TurnContext } from "../../core/turn.ts";

/** Who did it: a person in a turn, or Ployst by itself. */
export type Doer = Pick<NewEvent, "actorType" | "actorId" | "tenantId" | "correlationId">;

export function byActor({ actor, place, jobId }: TurnContext): Doer {
  const { tenantId } = place.reference;
  return { actorType: "user", actorId: actor.userId, tenantId, correlationId: jobId };
}

export const BY_ITSELF: Doer = { actorType: "component", actorId: "clouds" };

/** Writes what became of a cloud, in the transaction that changes it. Never its credentials. */
export function recordCloud(
  tx: Transaction,
  { id, teamId, name, provider }: Pick<CloudRecord, "id" | "teamId" | "name" | "provider">,
  doer: Doer,
  change: {
    readonly verb: "created" | "updated" | "verified" | "failed" | "deleted" | "restored";
    readonly transition?: Transition<CloudState>;
    readonly data?: JsonObject;
  },
): Promise<void> {
  return tx.events.record({
    ...doer,
    ...{ teamId, entityType: "cloud", entityId: id, verb: change.verb, ...change.transition },
    data: { name, provider, ...change.data },
  });
}
