import type { JsonObject } from "../../core/json.ts";

/** Is what would be done still what somebody agreed to? The pipeline binds more to it. */
export function isAgreed(target: JsonObject, confirmed: JsonObject = {}): boolean {
  return Object.entries(target).every(
    ([name, value]) => JSON.stringify(confirmed[name]) === JSON.stringify(value),
  );
}
