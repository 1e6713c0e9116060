import { withoutInvisible } from "../../core/markdown.ts";
import { shorten } from "../../core/plain-text.ts";

/** Values that a realm can have. */
export const MOST_VALUES = 20;
const LONGEST_VALUE = 200;
const KEY = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;

/** Texts by name: `wow_expansion`, `build`. */
export type Meta = Readonly<Record<string, string>>;

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** `key=value`, the value perhaps in quotes. Undefined for anything else. */
export function readPair(word: string): Pair | undefined {
  const at = word.indexOf("=");
  const key = at === -1 ? "" : word.slice(0, at);
  if (!KEY.test(key)) return undefined;
  const value = word.slice(at + 1).replace(/^"(.*)"$/s, "$1");
  return { key, value };
}

/** Undefined when there are too many, or one is named twice. Values are cut where they are too long. */
export function toMeta(pairs: readonly Pair[]): Meta | undefined {
  const keys = new Set(pairs.map(({ key }) => key));
  if (pairs.length > MOST_VALUES || keys.size < pairs.length) return undefined;
  // Object.fromEntries makes `__proto__` a key like any other.
  return Object.fromEntries(pairs.map(({ key, value }) => [key, toValue(value)]));
}

/** On one line, without what can't be seen. */
function toValue(text: string): string {
  const line = withoutInvisible(text.toWellFormed()).replace(/\s+/g, " ").trim();
  return shorten(line, LONGEST_VALUE);
}

/** As a realm's row keeps it: what isn't a text was written by another version. */
export function listMeta(meta: Readonly<Record<string, unknown>>): readonly Pair[] {
  return Object.entries(meta).flatMap(([key, value]) => (typeof value === "string" ? [{ key, value }] : []));
}
