import type { Feature } from "../features.ts";
import { isFeature } from "../features.ts";
import type { Filters } from "../filters.ts";
import { LIST_SHAPES } from "./shapes.ts";

/** Characters that need no quotes, wherever they stand in a list. */
const PLAIN = /^[\p{L}\p{N}_./*?@#$%=!()[\]~&;-]+$/u;

/** The features in the grammar's words, each with its own filter: `issues`, `commits:main,dev`. */
export function printFeatures(features: readonly Feature[], filters: Filters): readonly string[] {
  return features.map((feature) => {
    if (feature === "commits" && filters.commits !== undefined) return `commits:${list(filters.commits)}`;
    if (feature === "pulls" && filters.pulls !== undefined) return `pulls:${braces(filters.pulls)}`;
    if (feature === "workflows" && filters.workflows !== undefined)
      return `workflows:${braces(filters.workflows)}`;
    return feature;
  });
}

/** The filters that hold for all features: `+label:"bug"`, `-author:renovate`. */
export function printCommon(filters: Filters): readonly string[] {
  return LIST_SHAPES.filter(({ key }) => key !== "commits").flatMap(({ key, head }) =>
    (filters[key] ?? []).map((value) =>
      key === "labels" || key === "withoutLabels" ? `${head}"${value}"` : `${head}${print(value)}`,
    ),
  );
}

/** All of it as it can be typed again. */
export function printChoice(features: readonly Feature[], filters: Filters): string {
  return [...printFeatures(features, filters), ...printCommon(filters)].join(" ");
}

function braces(keys: Readonly<Record<string, readonly string[] | undefined>>): string {
  const said = Object.entries(keys).flatMap(([key, values]) =>
    values === undefined ? [] : [`${key}:${list(values)}`],
  );
  return `{${said.join(" ")}}`;
}

function list(values: readonly string[]): string {
  return values.map(print).join(",");
}

/** A name that reads like a feature would end the list. */
function print(value: string): string {
  return PLAIN.test(value) && !isFeature(value.toLowerCase()) ? value : `"${value}"`;
}
