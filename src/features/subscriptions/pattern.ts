import type { Choice } from "../../core/filters/read.ts";
import { mergeFilters } from "../../core/filters/merge.ts";
import type { GitHubTarget, ParseTarget } from "./target.ts";

/** What a person names: an account, a repository, or (`octo/api-*`) those of an account whose names match. */
export interface Named {
  readonly target: GitHubTarget;
  readonly pattern?: string;
}

const OWNER_AND_REST = /^([^/\s]+)\/([^/\s]+)$/;
const PATTERN = /^[\w.-]*[*?][\w.*?-]*$/;
const ALL = /^\*+$/;
const MAX_PATTERN_LENGTH = 100;

/** Reads a target that may be a pattern; `octo/*` is `octo`. Throws what `parseTarget` throws. */
export function readNamed(text: string, parseTarget: ParseTarget): Named {
  const [, owner, rest] = OWNER_AND_REST.exec(text) ?? [];
  if (owner === undefined || rest === undefined) return { target: parseTarget(text) };
  if (!PATTERN.test(rest) || rest.length > MAX_PATTERN_LENGTH) return { target: parseTarget(text) };
  const target = parseTarget(owner);
  return ALL.test(rest) ? { target } : { target, pattern: rest };
}

/** A pattern is a filter of the owner's subscription. */
export function withPattern(choice: Choice, pattern: string | undefined): Choice {
  if (pattern === undefined) return choice;
  return { ...choice, filters: mergeFilters(choice.filters, { repositories: [pattern] }, "add") };
}
