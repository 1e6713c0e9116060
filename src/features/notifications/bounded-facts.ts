import { compareVersions, type Fact, type Facts } from "../../core/facts.ts";

/** Jobs of a workflow run that a card's row keeps, all attempts together. */
export const JOBS_KEPT = 100;

/** How many parts of a kind a row keeps; kinds not named here have one part each. */
const KEPT: Readonly<Record<string, number>> = {
  check: 100,
  suite: 20,
  review: 20,
  note: 20,
  inline: 100,
  run: 10,
  job: JOBS_KEPT,
  env: 20,
  item: 20,
};

/**
 * Facts without the oldest parts of kinds that grow. The order is total and a part only ever moves up in it,
 * so what is left out once stays out: the result does not depend on the order in which facts came.
 */
export function boundFacts(facts: Facts): Facts {
  const dropped = new Set(Object.entries(KEPT).flatMap(([kind, limit]) => listOldest(facts, kind, limit)));
  if (dropped.size === 0) return facts;
  return Object.fromEntries(Object.entries(facts).filter(([part]) => !dropped.has(part)));
}

function listOldest(facts: Facts, kind: string, limit: number): readonly string[] {
  const parts = Object.entries(facts).filter(([part]) => part.startsWith(`${kind}:`));
  if (parts.length <= limit) return [];
  return parts
    .sort(newestFirst)
    .slice(limit)
    .map(([part]) => part);
}

function newestFirst(a: readonly [string, Fact], b: readonly [string, Fact]): number {
  return compareVersions(b[1].version, a[1].version) || (a[0] < b[0] ? -1 : 1);
}
