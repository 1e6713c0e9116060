import { CONCLUSIONS, PULL_STATES } from "../filters.ts";

/** What stands before the colon, and how to say it right. */
export interface Shape {
  readonly head: string;
  readonly example: string;
}

/** Filters that are lists of names. */
export const LIST_SHAPES = [
  { head: "commits:", key: "commits", example: 'commits:main,"release/*"', foldsCase: false },
  { head: "+label:", key: "labels", example: '+label:"good first issue"', foldsCase: true },
  { head: "-label:", key: "withoutLabels", example: '-label:"wontfix"', foldsCase: true },
  { head: "-author:", key: "withoutAuthors", example: "-author:dependabot", foldsCase: true },
  { head: "+repo:", key: "repositories", example: "+repo:api-*", foldsCase: true },
  { head: "-repo:", key: "withoutRepositories", example: "-repo:legacy-*", foldsCase: true },
] as const;
export type ListShape = (typeof LIST_SHAPES)[number];

/** Filters with keys in braces; keys with `values` take only these words. */
export const PULLS_SHAPE = {
  head: "pulls:",
  example: 'pulls:{state:opened,merged base:"release/*"}',
  keys: ["state", "base", "head"],
} as const;
export const WORKFLOWS_SHAPE = {
  head: "workflows:",
  example: 'workflows:{name:"CI","Lint" branch:main conclusion:failure}',
  keys: ["name", "event", "branch", "actor", "conclusion"],
} as const;

export const WORDS = { state: PULL_STATES, conclusion: CONCLUSIONS } as const;
