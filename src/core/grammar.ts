import type { Arity, ArgumentKinds } from "./arguments.ts";

/** Longest command that is read; more is refused before any work. */
export const MAX_COMMAND_LENGTH = 4_000;

/** The words that a pattern could be matched with, by argument name. */
export type RawArguments = Readonly<Record<string, readonly string[]>>;

export type Match =
  | { readonly kind: "full"; readonly literals: number; readonly raw: RawArguments }
  /** Everything typed fits, but a required argument is not there. */
  | { readonly kind: "missing"; readonly literals: number; readonly argument: string }
  /** The pattern is complete and words are left. */
  | { readonly kind: "extra"; readonly literals: number; readonly word: string }
  | { readonly kind: "none"; readonly literals: number };

/**
 * The words of a command. Blanks part them, except inside quotes (`+label:"good first issue"`) and
 * braces (`workflows:{name:"a" branch:main}`); an unclosed quote or brace runs to the end.
 */
export function toWords(text: string): readonly string[] {
  const words: string[] = [];
  let current = "";
  let quote = "";
  let depth = 0;
  for (const character of text) {
    if (quote === "" && depth === 0 && /\s/.test(character)) {
      if (current !== "") words.push(current);
      current = "";
      continue;
    }
    if (quote !== "" && character === quote) quote = "";
    else if (quote === "" && character === '"') quote = character;
    else if (quote === "" && character === "{") depth += 1;
    else if (quote === "" && character === "}") depth = Math.max(0, depth - 1);
    current += character;
  }
  if (current !== "") words.push(current);
  return words;
}

/** Tries one pattern (`"unsubscribe :target :features"`) on the words; keywords are case-insensitive. */
export function matchPattern(pattern: string, kinds: ArgumentKinds, words: readonly string[]): Match {
  const raw: Record<string, readonly string[]> = {};
  let literals = 0;
  let at = 0;
  for (const part of patternParts(pattern)) {
    const next = words[at];
    if (!part.startsWith(":")) {
      if (next?.toLowerCase() !== part) return { kind: "none", literals };
      literals += 1;
      at += 1;
      continue;
    }
    const name = part.slice(1);
    const arity = kinds[name]?.arity ?? "one";
    if (next === undefined && (arity === "one" || arity === "some"))
      return { kind: "missing", literals, argument: name };
    if (arity === "rest" || arity === "some") {
      raw[name] = words.slice(at);
      at = words.length;
      continue;
    }
    raw[name] = next === undefined ? [] : [next];
    if (next !== undefined) at += 1;
  }
  const left = words[at];
  if (left !== undefined) return { kind: "extra", literals, word: left };
  return { kind: "full", literals, raw };
}

/** Patterns are declared, so there are few; each message is held against all of them. */
const partsOf = new Map<string, readonly string[]>();

/** The keywords and `:arguments` of a declared pattern. */
export function patternParts(pattern: string): readonly string[] {
  const known = partsOf.get(pattern);
  if (known !== undefined) return known;
  const parts = pattern.split(" ").filter((part) => part !== "");
  partsOf.set(pattern, parts);
  return parts;
}

/** The usage line: `unsubscribe <owner/repo> [feature…]`. */
export function toUsage(pattern: string, kinds: ArgumentKinds): string {
  return patternParts(pattern)
    .map((part) => {
      if (!part.startsWith(":")) return part;
      const kind = kinds[part.slice(1)];
      if (kind === undefined) return part;
      return USAGES[kind.arity](kind.label);
    })
    .join(" ");
}

const USAGES: Readonly<Record<Arity, (label: string) => string>> = {
  one: (label) => `<${label}>`,
  optional: (label) => `[${label}]`,
  some: (label) => `<${label}…>`,
  rest: (label) => `[${label}…]`,
};

/** The leading keywords of a pattern: what a person types to mean this command. */
export function leadingKeywords(pattern: string): string {
  const parts = patternParts(pattern);
  const end = parts.findIndex((part) => part.startsWith(":"));
  return (end === -1 ? parts : parts.slice(0, end)).join(" ");
}

/** What is left of a command as it was typed, line breaks included, after its first `words` words. */
export function tailOf(text: string, words: number): string {
  return text.replace(new RegExp(`^\\s*(?:\\S+\\s*){0,${String(words)}}`), "").trim();
}
