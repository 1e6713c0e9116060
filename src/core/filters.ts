import { z } from "zod";
import type { JsonObject } from "./json.ts";

/** What became of a pull request; `opened` holds "ready for review" too. */
export const PULL_STATES = ["opened", "reopened", "closed", "merged"] as const;
export type PullState = (typeof PULL_STATES)[number];

/** How a workflow run ended, in GitHub's words. */
export const CONCLUSIONS = [
  "success",
  "failure",
  "cancelled",
  "skipped",
  "timed_out",
  "action_required",
  "neutral",
  "stale",
  "startup_failure",
] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

/** Longest single value, and most values of one list: what people type, not what fills a database. */
export const MAX_VALUE_LENGTH = 100;
export const MAX_VALUES = 30;

const values = z.array(z.string().min(1).max(MAX_VALUE_LENGTH)).min(1).max(MAX_VALUES).readonly();

const pulls = z
  .object({
    state: z.array(z.enum(PULL_STATES)).min(1).readonly().exactOptional(),
    base: values.exactOptional(),
    head: values.exactOptional(),
  })
  .readonly();

const workflows = z
  .object({
    name: values.exactOptional(),
    event: values.exactOptional(),
    branch: values.exactOptional(),
    actor: values.exactOptional(),
    conclusion: z.array(z.enum(CONCLUSIONS)).min(1).readonly().exactOptional(),
  })
  .readonly();

const filters = z
  .object({
    /** Branches whose commits are told; absent = the default branch. */
    commits: values.exactOptional(),
    /** Only with one of these labels. */
    labels: values.exactOptional(),
    withoutLabels: values.exactOptional(),
    withoutAuthors: values.exactOptional(),
    /** Only of owners' subscriptions: only these repositories. */
    repositories: values.exactOptional(),
    /** Only of owners' subscriptions. */
    withoutRepositories: values.exactOptional(),
    pulls: pulls.exactOptional(),
    workflows: workflows.exactOptional(),
  })
  .readonly();

/** What narrows a subscription; every value is a pattern (filters/glob.ts). An empty object narrows nothing. */
export type Filters = z.infer<typeof filters>;
export type PullFilter = z.infer<typeof pulls>;
export type WorkflowFilter = z.infer<typeof workflows>;

/** Reads what a subscription keeps. What this version cannot read narrows nothing: rather too much than silence. */
export function toFilters(kept: JsonObject | undefined): Filters {
  if (kept === undefined) return {};
  return filters.safeParse(kept).data ?? {};
}

/** As a subscription keeps it; undefined when there is nothing to keep. */
export function fromFilters(given: Filters): JsonObject | undefined {
  return Object.keys(given).length === 0 ? undefined : { ...given };
}
