import type { Feature } from "../features.ts";
import type { Filters } from "../filters.ts";
import { LIST_SHAPES } from "./shapes.ts";

const OPPOSITES = [
  ["labels", "withoutLabels"],
  ["withoutLabels", "labels"],
  // Not the other way round: the last of the repositories that are wanted gone, all of the owner's would come.
  ["repositories", "withoutRepositories"],
] as const;

/**
 * Filters after more were said. Labels, people and repositories come in addition, and what is wanted is no
 * longer unwanted (of labels also the other way round). `pulls:{…}` and `workflows:{…}` take the place of those before, and so does
 * `commits:…` on a later subscribe (`replace`); within one command (`add`) it adds up.
 */
export function mergeFilters(before: Filters, said: Filters, commits: "replace" | "add"): Filters {
  const freed = OPPOSITES.reduce<Filters>(
    (left, [wanted, unwanted]) => without(left, unwanted, said[wanted] ?? []),
    before,
  );
  const listed = LIST_SHAPES.reduce<Filters>((all, { key, foldsCase }) => {
    const added = said[key];
    if (added === undefined) return all;
    const kept = key === "commits" && commits === "replace" ? [] : (freed[key] ?? []);
    return { ...all, [key]: [...kept, ...added.filter((value) => !has(kept, value, foldsCase))] };
  }, freed);
  const { pulls, workflows } = said;
  return {
    ...listed,
    ...(pulls === undefined ? {} : { pulls }),
    ...(workflows === undefined ? {} : { workflows }),
  };
}

/** Filters after these were taken away: of lists the values named, of `pulls:` and `workflows:` the whole. */
export function removeFilters(before: Filters, said: Filters): Filters {
  const left = LIST_SHAPES.reduce<Filters>((rest, { key }) => without(rest, key, said[key] ?? []), before);
  const { pulls, workflows, ...lists } = left;
  return {
    ...lists,
    ...(pulls === undefined || said.pulls !== undefined ? {} : { pulls }),
    ...(workflows === undefined || said.workflows !== undefined ? {} : { workflows }),
  };
}

/** Filters after features went: theirs go with them. */
export function withoutFeatures(before: Filters, gone: readonly Feature[]): Filters {
  const { commits, pulls, workflows, ...others } = before;
  return {
    ...others,
    ...(commits === undefined || gone.includes("commits") ? {} : { commits }),
    ...(pulls === undefined || gone.includes("pulls") ? {} : { pulls }),
    ...(workflows === undefined || gone.includes("workflows") ? {} : { workflows }),
  };
}

function without(
  filters: Filters,
  key: (typeof LIST_SHAPES)[number]["key"],
  values: readonly string[],
): Filters {
  const { [key]: before, ...others } = filters;
  if (before === undefined || values.length === 0) return filters;
  const foldsCase = key !== "commits";
  const left = before.filter((value) => !has(values, value, foldsCase));
  return left.length === 0 ? others : { ...others, [key]: left };
}

function has(values: readonly string[], value: string, foldsCase: boolean): boolean {
  const fold = (text: string): string => (foldsCase ? text.toLowerCase() : text);
  return values.some((one) => fold(one) === fold(value));
}
