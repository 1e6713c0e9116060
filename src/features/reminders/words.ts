import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { readFilters, type ReminderFilters } from "./filters.ts";
import { nearestZones, readZone } from "./zones.ts";

/** What was said behind the repository: when, and narrowed how. */
export interface ReminderWords {
  readonly days: readonly number[];
  readonly timeOfDay: string;
  /** Absent when none was named. */
  readonly zone?: string;
  readonly filters: ReminderFilters;
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FULL_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/** How people shorten days in other ways than by three letters. */
const OTHER_DAYS: Readonly<Record<string, string>> = { tues: "tue", weds: "wed", thur: "thu", thurs: "thu" };
const GROUPS: Readonly<Record<string, readonly number[]>> = {
  daily: [1, 2, 3, 4, 5, 6, 7],
  everyday: [1, 2, 3, 4, 5, 6, 7],
  weekdays: [1, 2, 3, 4, 5],
  weekday: [1, 2, 3, 4, 5],
  weekends: [6, 7],
};
const FILLERS = new Set(["at", "on", "every", "and", "in"]);
const SHOWN_LENGTH = 60;

/**
 * Reads `weekdays 09:30 Europe/Berlin -label:wip`; undefined for no words at all. Throws REMINDER_DAY_UNKNOWN,
 * REMINDER_TIME_MISSING, REMINDER_TIME_UNKNOWN, REMINDER_ZONE_UNKNOWN and what filters throw.
 */
export function readReminder(words: readonly string[]): ReminderWords | undefined {
  const said = words.filter((word) => !FILLERS.has(word.toLowerCase()));
  if (said.length === 0) return undefined;
  const timeAt = said.findIndex((word) => /^\d/.test(word));
  if (timeAt === -1) {
    readDays(said.join(","));
    throw faults.REMINDER_TIME_MISSING({ target: "octo/hello" });
  }
  const { timeOfDay, rest: behind } = takeTime(said.slice(timeAt));
  const dayCount = timeAt > 0 ? 0 : countDays(behind);
  const days = readDays([...said.slice(0, timeAt), ...behind.slice(0, dayCount)].join(","));
  const rest = behind.slice(dayCount);
  const [first] = rest;
  const names = first !== undefined && !/[:]/.test(first) && !/^[+-](?!\d)/.test(first);
  const zone = names ? toZone(first) : undefined;
  const filters = readFilters(names ? rest.slice(1) : rest);
  return { days, timeOfDay, filters, ...(zone !== undefined && { zone }) };
}

/** `09:30 weekdays`: how many of these words are days. */
function countDays(words: readonly string[]): number {
  const end = words.findIndex((word) => /[:/]/.test(word) || !word.split(",").some(isDay));
  return end === -1 ? words.length : end;
}

function isDay(part: string): boolean {
  const [from = ""] = part.toLowerCase().split(/[-–]/);
  return Object.hasOwn(GROUPS, from) || dayNumber(from) !== undefined;
}

/** `mon,wed-fri` or a group of days, as ISO weekdays in order. Throws REMINDER_DAY_UNKNOWN, REMINDER_TIME_MISSING. */
export function readDays(text: string): readonly number[] {
  const parts = text
    .toLowerCase()
    .split(",")
    .filter((part) => part !== "");
  if (parts.length === 0) throw faults.REMINDER_TIME_MISSING({ target: "octo/hello" });
  const days = new Set(parts.flatMap(readPart));
  return [...days].sort((a, b) => a - b);
}

function readPart(part: string): readonly number[] {
  const group = Object.entries(GROUPS).find(([name]) => name === part);
  if (group !== undefined) return group[1];
  const [from, to, ...more] = part.split(/[-–]/).map((name) => dayNumber(name));
  const unknown = (): Error => faults.REMINDER_DAY_UNKNOWN({ given: toShown(part) });
  if (from === undefined || more.length > 0) throw unknown();
  if (!/[-–]/.test(part)) return [from];
  if (to === undefined) throw unknown();
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => ((from - 1 + index) % 7) + 1);
}

function dayNumber(name: string): number | undefined {
  const short = Object.entries(OTHER_DAYS).find(([other]) => other === name)?.[1] ?? name;
  const at = Math.max(DAYS.indexOf(short), FULL_DAYS.indexOf(name.replace(/(?<=day)s$/, "")));
  return at === -1 ? undefined : at + 1;
}

/** `9 am` is two words. */
function takeTime(words: readonly string[]): {
  readonly timeOfDay: string;
  readonly rest: readonly string[];
} {
  const [first = "", second = ""] = words;
  const isSplit = /^[ap]\.?m\.?$/i.test(second);
  return { timeOfDay: readTime(isSplit ? first + second : first), rest: words.slice(isSplit ? 2 : 1) };
}

/** `9:30`, `09.30`, `9am`, `5:30pm` as `09:30`. Throws REMINDER_TIME_UNKNOWN. */
export function readTime(text: string): string {
  const parts = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?m\.?)?$/i.exec(text.trim());
  const half = parts?.[3]?.toLowerCase();
  const minute = Number(parts?.[2] ?? "0");
  const said = Number(parts?.[1] ?? "99");
  const isBare = parts?.[2] === undefined && half === undefined;
  const isOff = half === undefined ? said > 23 : said < 1 || said > 12;
  if (parts === null || isBare || isOff || minute > 59)
    throw faults.REMINDER_TIME_UNKNOWN({ given: toShown(text) });
  const hour = half === undefined ? said : (said % 12) + (half === "p" ? 12 : 0);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** Throws REMINDER_ZONE_UNKNOWN with the names that are near. */
export function toZone(given: string): string {
  const zone = readZone(given);
  if (zone !== undefined) return zone;
  const suggestions = nearestZones(given).map((name) => `\`${name}\``);
  throw faults.REMINDER_ZONE_UNKNOWN({ given: toShown(given), suggestions: suggestions.join(" or ") });
}

/** As typed, escaped, and not too long to be repeated. */
export function toShown(given: string): string {
  const shown = given.length > SHOWN_LENGTH ? `${given.slice(0, SHOWN_LENGTH - 1)}…` : given;
  return escapeMarkdown(shown.toWellFormed());
}
