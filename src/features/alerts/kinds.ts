import type { AlertPreferences } from "../../adapters/store/contract/index.ts";

/** What a person can be told of by themselves. */
export const ALERT_KINDS = ["review-requested", "assigned", "mentioned", "checks-failed"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

type Flag = "reviewRequested" | "assigned" | "mentioned" | "checksFailed";

const FLAGS: Readonly<Record<AlertKind, Flag>> = {
  "review-requested": "reviewRequested",
  assigned: "assigned",
  mentioned: "mentioned",
  "checks-failed": "checksFailed",
};

/** In the words of the settings card. */
export const KIND_LABELS: Readonly<Record<AlertKind, string>> = {
  "review-requested": "Someone asks for my review",
  assigned: "Someone assigns me",
  mentioned: "Someone mentions me",
  "checks-failed": "Checks fail on my pull request",
};

export function isAlertKind(text: string): text is AlertKind {
  return ALERT_KINDS.some((kind) => kind === text);
}

export function wants(preferences: AlertPreferences, kind: AlertKind): boolean {
  return preferences[FLAGS[kind]];
}

export function listWanted(preferences: AlertPreferences): readonly AlertKind[] {
  return ALERT_KINDS.filter((kind) => wants(preferences, kind));
}

/** The preferences with these kinds switched. */
export function withKinds(
  preferences: AlertPreferences,
  kinds: readonly AlertKind[],
  state: "on" | "off",
): AlertPreferences {
  const flags = Object.fromEntries(kinds.map((kind) => [FLAGS[kind], state === "on"]));
  return { ...preferences, ...flags };
}
