import type {
  RealmRecord,
  RealmStatus,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { Doer } from "../../core/doer.ts";
import type { JsonObject } from "../../core/json.ts";

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
