import { MINUTE, SECOND } from "../../core/clock.ts";
import { toCardText } from "../../core/plain-text.ts";
import type { ProjectSettings } from "../../core/project-settings.ts";

/** What a team chose, as rows of a card. */
export function saySettings(settings: ProjectSettings): { title: string; value: string }[] {
  const { approvals, requiredChecks, timeoutSeconds, inactivitySeconds, keepReleases } = settings;
  return [
    { title: "Approvals", value: approvals === 0 ? "None needed" : String(approvals) },
    {
      title: "Checks",
      value: requiredChecks.length === 0 ? "None" : toCardText(requiredChecks.join(", "), 300),
    },
    { title: "Timeouts", value: `${sayTime(timeoutSeconds)}, silent ${sayTime(inactivitySeconds)}` },
    { title: "Releases", value: String(keepReleases) },
  ];
}

function sayTime(seconds: number): string {
  const minutes = (seconds * SECOND) / MINUTE;
  return Number.isInteger(minutes) ? `${String(minutes)} min` : `${String(seconds)} s`;
}
