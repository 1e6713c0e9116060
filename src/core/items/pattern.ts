import { faults } from "../errors.ts";

/** Where keys of work items stand in the names of branches and the titles of pull requests: any of these may fit. */
export type ItemPattern = readonly Alternative[];

/** What stands before and after one key: `*` is any text, also none; all else stands for itself. */
export interface Alternative {
  readonly before: string;
  readonly after: string;
}

export const LONGEST_PATTERN = 200;
const MOST_ALTERNATIVES = 5;
const MARK = "{key}";

/**
 * Reads `feature/{key}-* | [{key}] *`. An own small language: each alternative has one `{key}` among texts and `*`, so that
 * nothing that people type becomes a regular expression. Throws ITEM_PATTERN_INVALID.
 */
export function parseItemPattern(text: string): ItemPattern {
  const alternatives = text.split("|").map((part) => part.trim());
  if (text.length > LONGEST_PATTERN || alternatives.length > MOST_ALTERNATIVES || !text.isWellFormed())
    throw faults.ITEM_PATTERN_INVALID();
  return alternatives.map((alternative) => {
    const [before, after, ...more] = alternative.split(MARK);
    const isOne = before !== undefined && after !== undefined && more.length === 0;
    if (!isOne || /[{}]/.test(`${before}${after}`)) throw faults.ITEM_PATTERN_INVALID();
    return { before, after };
  });
}

/** The same, as it is shown and kept. */
export function writeItemPattern(pattern: ItemPattern): string {
  return pattern.map(({ before, after }) => `${before}${MARK}${after}`).join(" | ");
}

/** How long the text's beginnings are that the glob matches as a whole; at most glob length times text length steps. */
export function listBeginnings(glob: string, text: string): readonly number[] {
  let reached = new Set([0]);
  for (const wanted of glob) {
    if (wanted === "*") {
      const first = Math.min(...reached);
      reached = new Set(Array.from({ length: text.length - first + 1 }, (_empty, index) => first + index));
    } else {
      const next = [...reached].filter((at) => text.startsWith(wanted, at)).map((at) => at + wanted.length);
      reached = new Set(next);
    }
    if (reached.size === 0) return [];
  }
  return [...reached];
}

/** Where the text's endings begin that the glob matches as a whole. */
export function listEndings(glob: string, text: string): readonly number[] {
  return listBeginnings(reversed(glob), reversed(text)).map((length) => text.length - length);
}

/** By code points, so that no emoji is torn apart. */
function reversed(text: string): string {
  return Array.from(text).reverse().join("");
}
