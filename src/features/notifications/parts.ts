import { z } from "zod";
import type { Fact, Facts, FactVersion } from "../../core/facts.ts";
import type { Json, JsonObject } from "../../core/json.ts";

// What is kept of a subject, part by part: made from payloads, merged in the card's row, read again for rendering.

export const SUBJECT_STATES = ["draft", "open", "closed", "merged", "transferred", "deleted"] as const;
export type SubjectState = (typeof SUBJECT_STATES)[number];

/** What issues and pull requests have in common; every payload about one brings it. */
export const IssuePart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(SUBJECT_STATES),
  reason: z.string(),
  author: z.string(),
  avatarUrl: z.string(),
  labels: z.array(z.string()),
  assignees: z.array(z.string()),
  excerpt: z.string(),
  createdAt: z.string(),
});
export type IssuePart = z.infer<typeof IssuePart>;

/** What only payloads with a pull request bring. */
export const PullPart = z.object({
  head: z.string(),
  headSha: z.string(),
  base: z.string(),
  reviewers: z.array(z.string()),
});
export type PullPart = z.infer<typeof PullPart>;

/** `comments` and `inline-comments`: how many GitHub counted, and when. */
export const CountPart = z.object({ count: z.number(), at: z.string() });

/** `inline:<id>`: a comment on a line of a pull request or a commit. */
export const InlinePart = z.object({ at: z.string() });

/** What only the pull_request event brings. */
export const SizePart = z.object({ additions: z.number(), deletions: z.number(), files: z.number() });
export type SizePart = z.infer<typeof SizePart>;

export const VERDICTS = ["approved", "changes_requested", "dismissed"] as const;

/** `review:<login>`: the last verdict of one reviewer; a mere comment is none. */
export const ReviewPart = z.object({ login: z.string(), verdict: z.enum(VERDICTS) });
export type ReviewPart = z.infer<typeof ReviewPart>;

export const CHECK_STATES = ["passed", "failed", "running", "cancelled", "skipped"] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** `check:<sha>:<app>/<name>` and `suite:<sha>:<app>`. */
export const CheckPart = z.object({ sha: z.string(), app: z.string(), state: z.enum(CHECK_STATES) });
export type CheckPart = z.infer<typeof CheckPart>;

export const PushPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  branch: z.string(),
  url: z.string(),
  forced: z.boolean(),
  pusher: z.string(),
  avatarUrl: z.string(),
  total: z.number(),
  commits: z.array(z.object({ sha: z.string(), url: z.string(), title: z.string(), author: z.string() })),
  at: z.string(),
});
export type PushPart = z.infer<typeof PushPart>;

/** The facts of a card's row; what is not a fact is left out. By hand: this runs for every conversation of every event. */
export function toFacts(kept: JsonObject): Facts {
  const facts: Record<string, Fact> = {};
  for (const [part, entry] of Object.entries(kept)) {
    if (!isObject(entry)) continue;
    const { version, value } = entry;
    if (!isObject(version) || !isObject(value)) continue;
    const { at, rank, attempt } = version;
    if (typeof at !== "string" || typeof rank !== "number" || typeof attempt !== "number") continue;
    facts[part] = { version: { at, rank, attempt }, value };
  }
  return facts;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fromFacts(facts: Facts): JsonObject {
  return Object.fromEntries(
    Object.entries(facts).map(([part, { version, value }]) => [part, { version: { ...version }, value }]),
  );
}

/** The part, if it is known and in today's form. */
export function readPart<S extends z.ZodType>(facts: Facts, part: string, schema: S): z.infer<S> | undefined {
  return schema.safeParse(facts[part]?.value).data;
}

/** All parts whose name starts with `prefix`, in the order of their names, so that a card reads the same after any order of deliveries. */
export function listParts<S extends z.ZodType>(facts: Facts, prefix: string, schema: S): z.infer<S>[] {
  return Object.keys(facts)
    .filter((part) => part.startsWith(prefix))
    .sort()
    .flatMap((part) => {
      const value = readPart(facts, part, schema);
      return value === undefined ? [] : [value];
    });
}

export function toFact(version: FactVersion, value: JsonObject): Fact {
  return { version, value };
}
