import type { ScheduleRecord } from "../../adapters/store/contract/index.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Deps } from "./deps.ts";

function nameOf({ number, ghArtifactName }: ScheduleRecord): string {
  return `Reminder ${String(number)} of ${escapeMarkdown(ghArtifactName)}`;
}

/** Said once: it goes on by itself after the sign-in. */
export function signInText(schedule: ScheduleRecord, login: string, { nameLogin }: Deps): string {
  return `⚠️ ${nameOf(schedule)} can't read GitHub: the sign-in of ${nameLogin(login)} has expired. They say \`signin\` and it goes on, or you take it over with \`schedule resume ${String(schedule.number)}\`.`;
}

export function refusedText(
  schedule: ScheduleRecord,
  login: string,
  fault: Fault,
  { nameLogin }: Deps,
): string {
  return `⚠️ ${nameOf(schedule)} can't read GitHub as ${nameLogin(login)}: ${fault.sentence} It goes on by itself once it can, or you take it over with \`schedule resume ${String(schedule.number)}\`.`;
}

/** Completes "Reminder 1 has stopped: …"; kept with the schedule, so without Markdown. */
export function stoppedBecause(why: "lost" | "left", login: string): string {
  return why === "lost" ? `@${login} can no longer see it on GitHub` : `@${login} has signed out`;
}

export function lostText(schedule: ScheduleRecord, reason: string): string {
  return `⏹️ ${nameOf(schedule)} has stopped: ${escapeMarkdown(reason)}. Anybody who can see it takes it over with \`schedule resume ${String(schedule.number)}\`.`;
}
