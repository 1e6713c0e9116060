import type { EnvironmentReferrer, Reads } from "../../adapters/store/contract/index.ts";
import type { Scope } from "./deps.ts";
import { sayScopes } from "./words.ts";

/** What else uses the variables of a scope. */
export async function listOthers(
  { kind, id, environmentId }: Pick<Scope, "kind" | "id" | "environmentId">,
  { environments }: Pick<Reads, "environments">,
): Promise<readonly EnvironmentReferrer[]> {
  if (environmentId === "") return [];
  const all = await environments.listReferrers(environmentId);
  return all.filter((one) => one.kind !== kind || one.id !== id);
}

/** "Also used by server **web-2**, for which it changes, too."; `''` where nothing else uses them. */
export function warnOfOthers(others: readonly EnvironmentReferrer[]): string {
  return others.length === 0 ? "" : `Also used by ${sayScopes(others)}: a change is one for all of them.`;
}
