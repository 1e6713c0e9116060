import type { ProjectRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Doer } from "../../core/doer.ts";

/** A lock that was set or released, in the transaction of it. */
export function recordLock(
  tx: Transaction,
  { id, teamId, name }: ProjectRecord,
  doer: Doer,
  verb: "locked" | "unlocked",
  data: JsonObject,
): Promise<void> {
  const about = { teamId, entityType: "project", entityId: id, verb };
  return tx.events.record({ ...doer, ...about, data: { name, ...data } });
}
