import type { Feature } from "../../core/features.ts";

/** Something that a feature tells, and the App permissions (as GitHub's API names them) of which one is enough. */
export interface Told {
  readonly feature: Feature;
  /** Begins a sentence's part: "discussions". */
  readonly what: string;
  readonly anyOf: readonly string[];
  /** As GitHub's settings pages title it. */
  readonly title: string;
}

const ISSUES = { anyOf: ["issues"], title: "Issues" };
const PULLS = { anyOf: ["pull_requests"], title: "Pull requests" };
const CONTENTS = { anyOf: ["contents"], title: "Contents" };

/** Source: docs.github.com "Webhook events and payloads", the permission that each event asks for; reading is enough. */
const TOLD: readonly Told[] = [
  { feature: "issues", what: "issues", ...ISSUES },
  { feature: "pulls", what: "pulls", ...PULLS },
  { feature: "commits", what: "commits", ...CONTENTS },
  { feature: "releases", what: "releases", ...CONTENTS },
  { feature: "deployments", what: "deployments", anyOf: ["deployments"], title: "Deployments" },
  { feature: "comments", what: "comments", anyOf: ["issues", "pull_requests"], title: "Issues" },
  { feature: "reviews", what: "reviews", ...PULLS },
  { feature: "branches", what: "branches", ...CONTENTS },
  { feature: "discussions", what: "discussions", anyOf: ["discussions"], title: "Discussions" },
  { feature: "workflows", what: "workflows", anyOf: ["actions"], title: "Actions" },
  {
    feature: "alerts",
    what: "alerts of Dependabot",
    anyOf: ["vulnerability_alerts"],
    title: "Dependabot alerts",
  },
  {
    feature: "alerts",
    what: "alerts of code scanning",
    anyOf: ["security_events"],
    title: "Code scanning alerts",
  },
  {
    feature: "alerts",
    what: "alerts of secret scanning",
    anyOf: ["secret_scanning_alerts"],
    title: "Secret scanning alerts",
  },
];

/** What of these features GitHub sends nothing of, because the App wasn't granted any permission for it. */
export function listUngranted(
  features: readonly Feature[],
  granted: Readonly<Record<string, string>>,
): readonly Told[] {
  return TOLD.filter(
    ({ feature, anyOf }) => features.includes(feature) && !anyOf.some((name) => name in granted),
  );
}
