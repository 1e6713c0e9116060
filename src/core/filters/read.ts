import { faults } from "../errors.ts";
import { FEATURES, isFeature, type Feature } from "../features.ts";
import { MAX_VALUES, type Filters, type PullFilter, type WorkflowFilter } from "../filters.ts";
import { escapeMarkdown } from "../markdown.ts";
import { mergeFilters } from "./merge.ts";
import { toPieces } from "./pieces.ts";
import { readBraces, readList } from "./scan.ts";
import { LIST_SHAPES, PULLS_SHAPE, WORDS, WORKFLOWS_SHAPE, type ListShape, type Shape } from "./shapes.ts";

/** Of branches upper and lower case differ. */
const BRANCH_KEYS: readonly string[] = ["base", "head", "branch"];

/** What stands behind the target of a subscribe or an unsubscribe. */
export interface Choice {
  /** Each once, in the grammar's order; `commits:main` and `workflows:{…}` name their feature. */
  readonly features: readonly Feature[];
  readonly filters: Filters;
}

/** Reads features and filters as typed. Throws FEATURE_UNKNOWN and the FILTER_ faults. */
export function readChoice(words: readonly string[]): Choice {
  const features = new Set<Feature>();
  let filters: Filters = {};
  for (const piece of toPieces(words)) {
    const name = piece.toLowerCase();
    if (isFeature(name)) {
      features.add(name);
      continue;
    }
    filters = mergeFilters(filters, readFilter(piece), "add");
    const named = name.slice(0, name.indexOf(":"));
    if (isFeature(named)) features.add(named);
  }
  checkCounts(filters);
  return { features: FEATURES.filter((feature) => features.has(feature)), filters };
}

/** Throws FILTER_TOO_MANY for lists that grew too long. */
export function checkCounts(filters: Filters): void {
  for (const { key, head, example } of LIST_SHAPES)
    if ((filters[key]?.length ?? 0) > MAX_VALUES)
      throw faults.FILTER_TOO_MANY({ filter: head, most: MAX_VALUES, example });
}

function readFilter(piece: string): Filters {
  const head = /^[+-]?[a-z]+:?/i.exec(piece)?.[0] ?? "";
  const typed = head.toLowerCase();
  const body = piece.slice(head.length);
  if (typed === PULLS_SHAPE.head) return { pulls: readPulls(body) };
  if (typed === WORKFLOWS_SHAPE.head) return { workflows: readWorkflows(body) };
  const list = LIST_SHAPES.find((shape) => shape.head === typed);
  if (list !== undefined) return { [list.key]: readValues(body, list) };
  const bare = LIST_SHAPES.find((shape) => shape.head === `${piece.toLowerCase()}:`);
  if (bare !== undefined) throw faults.FILTER_EMPTY({ filter: bare.head, example: bare.example });
  const given = escapeMarkdown(piece.slice(0, 40));
  if (/[:+{"]|^-/.test(piece)) throw faults.FILTER_UNKNOWN({ given });
  throw faults.FEATURE_UNKNOWN({ given, features: FEATURES.join(", ") });
}

function readValues(body: string, shape: ListShape): readonly string[] {
  const values = unique(readList(body, shape), shape.foldsCase);
  // GitHub's own older word for every branch.
  return shape.key === "commits"
    ? unique(
        values.map((one) => (one === "all" ? "*" : one)),
        false,
      )
    : values;
}

function readPulls(body: string): PullFilter {
  const said = readKeys(body, PULLS_SHAPE, PULLS_SHAPE.keys);
  const state = said.get("state")?.map((word) => (word === "open" ? "opened" : word));
  const base = said.get("base");
  const head = said.get("head");
  return {
    ...(state === undefined ? {} : { state: toKnown(state, "state", PULLS_SHAPE) }),
    ...(base === undefined ? {} : { base }),
    ...(head === undefined ? {} : { head }),
  };
}

function readWorkflows(body: string): WorkflowFilter {
  const said = readKeys(body, WORKFLOWS_SHAPE, WORKFLOWS_SHAPE.keys);
  const conclusion = said.get("conclusion");
  const lists = (["name", "event", "branch", "actor"] as const).reduce<WorkflowFilter>((all, key) => {
    const values = said.get(key);
    return values === undefined ? all : { ...all, [key]: values };
  }, {});
  if (conclusion === undefined) return lists;
  return { ...lists, conclusion: toKnown(conclusion, "conclusion", WORKFLOWS_SHAPE) };
}

function readKeys(
  body: string,
  shape: Shape,
  keys: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const said = readBraces(body, shape);
  const { head: filter, example } = shape;
  for (const [key, values] of said) {
    if (!keys.includes(key))
      throw faults.FILTER_KEY_UNKNOWN({ filter, given: escapeMarkdown(key), keys: keys.join(", "), example });
    if (values.length > MAX_VALUES) throw faults.FILTER_TOO_MANY({ filter, most: MAX_VALUES, example });
  }
  return new Map([...said].map(([key, values]) => [key, unique(values, !BRANCH_KEYS.includes(key))]));
}

function toKnown<K extends keyof typeof WORDS>(
  given: readonly string[],
  key: K,
  shape: Shape,
): readonly (typeof WORDS)[K][number][] {
  const known: readonly (typeof WORDS)[K][number][] = WORDS[key];
  for (const word of given) {
    if (known.some((one) => one === word.toLowerCase())) continue;
    throw faults.FILTER_VALUE_UNKNOWN({
      key,
      given: escapeMarkdown(word.slice(0, 40)),
      values: known.join(", "),
      example: shape.example,
    });
  }
  return known.filter((one) => given.some((word) => word.toLowerCase() === one));
}

function unique(values: readonly string[], foldsCase: boolean): readonly string[] {
  const byMeaning = new Map<string, string>();
  for (const value of values) {
    const meaning = foldsCase ? value.toLowerCase() : value;
    if (!byMeaning.has(meaning)) byMeaning.set(meaning, value);
  }
  return [...byMeaning.values()];
}
