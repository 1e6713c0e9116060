/** What a subscribe without features turns on. */
export const DEFAULT_FEATURES = [
  "issues",
  "pulls",
  "commits",
  "releases",
  "deployments",
  "comments",
] as const;

/** What a subscription can carry, as typed (GitHub's own names); the defaults first. */
export const FEATURES = [
  ...DEFAULT_FEATURES,
  "reviews",
  "branches",
  "discussions",
  "workflows",
  "alerts",
] as const;

export type Feature = (typeof FEATURES)[number];

export function isFeature(text: string): text is Feature {
  return FEATURES.some((feature) => feature === text);
}
