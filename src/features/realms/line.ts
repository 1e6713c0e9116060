import { type Meta, type Pair, toMeta } from "./meta.ts";
import { readName } from "./name.ts";
import { readUrl } from "./url.ts";

const MARK = "::realm";
const LONGEST_LINE = 4_000;
/** `key=`, then the value: in double quotes with \" and \\ in it, in single quotes without, or bare up to the next blank. */
const PAIR = /\s+([A-Za-z][A-Za-z0-9_.-]{0,39})=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']\S*)?)(?=\s|$)/uy;

/** What a deployment's script tells of a realm. */
export interface RealmLine {
  readonly name: string;
  /** `''` where none was given: nothing is asked then. */
  readonly url: string;
  readonly meta: Meta;
}

/**
 * Reads `::realm name="Old Blanchy" url=https://play.example.com build=12340`, one line of a script's output. `malformed` for
 * one that begins so but can't be used; undefined for all other lines. Pure: whatever the line says, nothing happens.
 */
export function readRealmLine(line: string): RealmLine | "malformed" | undefined {
  if (!line.startsWith(MARK) || !/^(?:\s|$)/.test(line.slice(MARK.length))) return undefined;
  const pairs = readPairs(line.slice(MARK.length)) ?? [];
  const names = pairs.filter(({ key }) => key === "name");
  const urls = pairs.filter(({ key }) => key === "url");
  const [name, url] = [readName(names[0]?.value ?? ""), readAddress(urls[0]?.value ?? "")];
  const meta = toMeta(pairs.filter(({ key }) => key !== "name" && key !== "url"));
  if (names.length > 1 || urls.length > 1) return "malformed";
  if (name === undefined || url === undefined || meta === undefined) return "malformed";
  return { name, url, meta };
}

function readAddress(text: string): string | undefined {
  return text === "" ? "" : readUrl(text);
}

/** Undefined for what isn't pairs to the end. */
function readPairs(text: string): readonly Pair[] | undefined {
  const tail = text.length > LONGEST_LINE ? undefined : text.trimEnd();
  if (tail === undefined) return undefined;
  const pairs: Pair[] = [];
  const pattern = new RegExp(PAIR);
  while (pattern.lastIndex < tail.length) {
    const found = pattern.exec(tail);
    if (found === null) return undefined;
    const [, key = "", escaped, quoted, bare] = found;
    pairs.push({ key, value: escaped?.replace(/\\(["\\])/g, "$1") ?? quoted ?? bare ?? "" });
  }
  return pairs;
}
