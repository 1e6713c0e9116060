import type { Json, JsonObject } from "./json.ts";

/**
 * How new a fact is: by time, then state rank (a tie keeps the higher rank: merged beats open), then run attempt.
 * So a terminal state gives way only to a strictly newer time.
 */
export interface FactVersion {
  /** ISO 8601 UTC, from the vendor's payload, never from our clock. */
  readonly at: string;
  readonly rank: number;
  readonly attempt: number;
}

export interface Fact {
  readonly version: FactVersion;
  readonly value: JsonObject;
}

/** All that is known of a subject, by part (`pull`, `check:<sha>:<name>`, `review:<login>`). */
export type Facts = Readonly<Record<string, Fact>>;

/** Negative, zero or positive as `a` is older than, as old as or newer than `b`. */
export function compareVersions(a: FactVersion, b: FactVersion): number {
  const time = Date.parse(a.at) - Date.parse(b.at);
  if (time !== 0) return time;
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.attempt - b.attempt;
}

/**
 * The newer fact of each part. Commutative, associative and idempotent, so that deliveries in any order and
 * any number of repeats end in the same knowledge; equal versions are decided by content.
 */
export function mergeFacts(a: Facts, b: Facts): Facts {
  const merged: Record<string, Fact> = { ...a };
  for (const [part, fact] of Object.entries(b)) {
    const known = merged[part];
    if (known === undefined || isNewer(fact, known)) merged[part] = fact;
  }
  return merged;
}

function isNewer(candidate: Fact, known: Fact): boolean {
  const order = compareVersions(candidate.version, known.version);
  if (order !== 0) return order > 0;
  return tieText(candidate) > tieText(known);
}

/** The spelling of the time counts too: the same moment can be written in several ways. */
function tieText({ value, version }: Fact): string {
  return stableText([value, version.at]);
}

function stableText(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(stableText).join()}]`;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${stableText(inner)}`).join()}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
