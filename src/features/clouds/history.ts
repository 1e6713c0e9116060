import type {
  CloudRecord,
  CloudState,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { Doer } from "../../core/doer.ts";
import type { JsonObject } from "../../core/json.ts";

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
