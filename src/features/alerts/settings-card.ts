import type { AlertPreferences } from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import type { LinkedGitHub } from "../../core/turn.ts";
import { ALERT_KINDS, KIND_LABELS, listWanted, wants } from "./kinds.ts";

/** Where somebody stands with alerts, with a button for each switch. */
export function toSettingsCard(
  preferences: AlertPreferences,
  github: LinkedGitHub | undefined,
  done = "",
): CardContent {
  const rows = ALERT_KINDS.map((kind) => toRow(KIND_LABELS[kind], kind, wants(preferences, kind)));
  const mentions = toRow("Conversations may mention me", "mentions", preferences.pings);
  const login = github === undefined ? "" : escapeMarkdown(github.ghLogin);
  const summary = toSentence(preferences);
  return {
    card: "alerts/settings",
    summary,
    data: {
      done,
      account:
        github === undefined
          ? "You aren't signed in to GitHub, so nothing comes. Say: signin"
          : `For @${login}, from every repository that our GitHub App reaches and you can read`,
      rows: [...rows, mentions],
      quiet: toQuietWords(preferences),
      fallback: escapeMarkdown(summary),
    },
  };
}

/** The same in one sentence, for where others read along. */
export function toSentence(preferences: AlertPreferences): string {
  const wanted = listWanted(preferences);
  const mentions = preferences.pings ? "may mention you" : "don't mention you";
  const alerts =
    wanted.length === 0 ? "Your alerts are off" : `I alert you in our 1:1 chat of: ${wanted.join(", ")}`;
  return `${alerts}; conversations ${mentions}. ${toQuietWords(preferences)}.`;
}

/** `Quiet from 19:00 until 08:00 and on weekends (Europe/Berlin)`. */
export function toQuietWords({ quietFrom, quietUntil, quietWeekends, zone }: AlertPreferences): string {
  const hours = quietFrom === "" ? "" : `from ${quietFrom} until ${quietUntil}`;
  const weekends = quietWeekends ? "on weekends" : "";
  const when = [hours, weekends].filter((part) => part !== "").join(" and ");
  return when === "" ? "No quiet hours" : `Quiet ${when} (${zone === "" ? "UTC" : zone})`;
}

function toRow(label: string, what: string, isOn: boolean): JsonObject {
  return {
    label,
    state: isOn ? "🔔 On" : "🔕 Off",
    what,
    to: isOn ? "off" : "on",
    button: isOn ? "Turn off" : "Turn on",
    about: `${isOn ? "Turn off" : "Turn on"}: ${label}`,
  };
}
