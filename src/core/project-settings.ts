import { z } from "zod";
import { HOUR, MINUTE, SECOND } from "./clock.ts";
import type { JsonObject } from "./json.ts";

/** What a team chose for the deployments of a project. */
export interface ProjectSettings {
  /** How many others must agree before a deployment begins. */
  readonly approvals: number;
  /** Names of checks that must have passed on the commit; in the spelling of who reports them. */
  readonly requiredChecks: readonly string[];
  /** For the script on one server, in all. */
  readonly timeoutSeconds: number;
  /** For the script on one server, without a word from it. */
  readonly inactivitySeconds: number;
  /** Releases that stay on a server, the current one among them. */
  readonly keepReleases: number;
}

export const DEFAULT_PROJECT_SETTINGS: ProjectSettings = {
  approvals: 0,
  requiredChecks: [],
  timeoutSeconds: (30 * MINUTE) / SECOND,
  inactivitySeconds: (10 * MINUTE) / SECOND,
  keepReleases: 5,
};

/** The least and the most of each. */
export const PROJECT_SETTING_LIMITS = {
  approvals: { least: 0, most: 10 },
  requiredChecks: { most: 20, characters: 200 },
  timeoutSeconds: { least: 10, most: (6 * HOUR) / SECOND },
  inactivitySeconds: { least: 10, most: (6 * HOUR) / SECOND },
  keepReleases: { least: 1, most: 50 },
} as const;

const { requiredChecks } = PROJECT_SETTING_LIMITS;

/** What may be chosen; strict, for what somebody has just given. */
export const projectSettingsSchema = z.object({
  approvals: number("approvals"),
  requiredChecks: z
    .array(z.string().trim().min(1).max(requiredChecks.characters))
    .max(requiredChecks.most)
    .transform((names) => [...new Set(names)]),
  timeoutSeconds: number("timeoutSeconds"),
  inactivitySeconds: number("inactivitySeconds"),
  keepReleases: number("keepReleases"),
});

// Each on its own: of one that was never chosen, or that this version can't read, the default counts.
const { shape } = projectSettingsSchema;
const kept = z.object({
  approvals: shape.approvals.catch(DEFAULT_PROJECT_SETTINGS.approvals),
  // A list that can't be read would let a commit through that nobody checked: what can be read of it stays.
  requiredChecks: z
    .array(z.unknown())
    .catch([])
    .transform((names) => names.filter((name) => typeof name === "string" && name !== "").map(String)),
  timeoutSeconds: shape.timeoutSeconds.catch(DEFAULT_PROJECT_SETTINGS.timeoutSeconds),
  inactivitySeconds: shape.inactivitySeconds.catch(DEFAULT_PROJECT_SETTINGS.inactivitySeconds),
  keepReleases: shape.keepReleases.catch(DEFAULT_PROJECT_SETTINGS.keepReleases),
});

/** Reads what a project's row keeps. */
export function toProjectSettings(settings: JsonObject): ProjectSettings {
  return kept.parse(settings);
}

function number(name: "approvals" | "timeoutSeconds" | "inactivitySeconds" | "keepReleases"): z.ZodInt {
  const { least, most } = PROJECT_SETTING_LIMITS[name];
  return z.int().min(least).max(most);
}
