import { isFeature } from "../features.ts";

const HEAD = /^[+-]?[a-z]+:/i;

/**
 * Features and filters, one by one. Blanks part them, and commas do too, unless what follows belongs to the list of
 * the filter before it: `issues,commits:main,dev,pulls` are three.
 */
export function toPieces(words: readonly string[]): readonly string[] {
  return joinBroken(words).flatMap((word) => joinLists(splitCommas(word)));
}

/** `reviews, issues`, `commits:main, dev` and `+label: "x"` came as two words each. */
function joinBroken(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const isBroken = before !== undefined && (/[,:]$/.test(before) || word.startsWith(","));
    if (isBroken) joined[joined.length - 1] = `${before}${word}`;
    else joined.push(word);
  }
  return joined;
}

function splitCommas(word: string): readonly string[] {
  const parts = [""];
  let quote = "";
  let depth = 0;
  let before = "";
  for (const character of word) {
    const isOutside = quote === "" && depth === 0;
    if (isOutside && character === ",") parts.push("");
    else parts[parts.length - 1] = `${parts.at(-1) ?? ""}${character}`;
    if (quote !== "" && character === quote) quote = "";
    else if (quote === "" && opensQuote(character, before)) quote = character;
    else if (quote === "" && character === "{") depth += 1;
    else if (quote === "" && character === "}") depth = Math.max(0, depth - 1);
    before = character;
  }
  return parts.filter((part) => part !== "");
}

/** An apostrophe inside a name is none. */
function opensQuote(character: string, before: string): boolean {
  return character === '"' || (character === "'" && (before === "" || /[:,\s]/.test(before)));
}

function joinLists(parts: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  for (const part of parts) {
    const before = pieces.at(-1);
    const continues =
      before !== undefined && HEAD.test(before) && !HEAD.test(part) && !isFeature(part.toLowerCase());
    if (continues) pieces[pieces.length - 1] = `${before},${part}`;
    else pieces.push(part);
  }
  return pieces;
}
