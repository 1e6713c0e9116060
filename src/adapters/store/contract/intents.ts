import type { JsonObject } from "../../../core/json.ts";

/**
 * One call that must not be repeated, written down before it is made. `open`: it may have been made, nobody has
 * seen its answer. `done`: `result` holds the answer. `refused`: the other side did nothing.
 */
export interface ActionIntentRecord {
  readonly id: string;
  readonly intentKey: string;
  readonly userId: string;
  readonly kind: string;
  readonly target: JsonObject;
  readonly state: "open" | "done" | "refused";
  readonly result: JsonObject;
  readonly createdAt: Date;
}

export interface ActionIntentRepository {
  /** Writes an intent down, or hands back the one under this key; `isNew` tells who may make the call (a refused one may be tried anew). */
  begin(
    intent: Pick<ActionIntentRecord, "intentKey" | "userId" | "kind" | "target">,
  ): Promise<{ readonly intent: ActionIntentRecord; readonly isNew: boolean }>;
  finish(id: string, result: JsonObject): Promise<void>;
  refuse(id: string): Promise<void>;
  /** Removes at most `limit` rows older than `before`; answers how many. */
  prune(before: Date, limit: number): Promise<number>;
}
