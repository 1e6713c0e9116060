import { z } from "zod";

export const ALERT_KINDS = ["dependabot", "code-scanning", "secret-scanning"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** In the order of an alert's life: at one and the same time the later one is the truth. */
export const ALERT_STATES = ["open", "dismissed", "fixed"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const SEVERITIES = ["critical", "high", "medium", "low", "unknown"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Never what was found of a secret itself. */
export const AlertPart = z.object({
  repository: z.string(),
  repositoryUrl: z.string(),
  kind: z.enum(ALERT_KINDS),
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(ALERT_STATES),
  severity: z.enum(SEVERITIES),
  /** What found it: Dependabot, CodeQL … */
  tool: z.string(),
  /** What it is about, in words for people: a package, a rule, a secret's type. */
  about: z.string(),
  place: z.string(),
  advisory: z.string(),
  fixedIn: z.string(),
  resolution: z.string(),
  createdAt: z.string(),
});
export type AlertPart = z.infer<typeof AlertPart>;
