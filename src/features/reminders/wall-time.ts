import { DateTime } from "luxon";

/** A rule as people say it: at this time of day, as clocks in the zone show it, on these days. */
export interface WallRule {
  /** ISO weekdays: Monday is 1, Sunday 7. */
  readonly days: readonly number[];
  /** `09:30` */
  readonly timeOfDay: string;
  /** IANA name. */
  readonly zone: string;
}

const WEEK = 7;
const MINUTE_MS = 60_000;
/** From one weekday to the next, even over one that a zone left out, and a day for the difference between dates. */
const FURTHEST_DAYS = 2 * WEEK + 1;
/** No clock was ever put forward by more than a day. */
const LONGEST_GAP_MS = 25 * 60 * MINUTE_MS;

/** The first run after this moment. Throws a RangeError for a rule without days, or a zone that isn't one. */
export function nextRun(rule: WallRule, after: Date): Date {
  const today = localDate(after, rule.zone);
  for (let shift = -1; shift <= FURTHEST_DAYS; shift += 1) {
    const run = runOn(today.plus({ days: shift }), rule);
    if (run !== undefined && run > after) return run;
  }
  throw new RangeError("a rule without days never runs");
}

/** The last run at or before this moment. Throws like `nextRun`. */
export function lastRun(rule: WallRule, at: Date): Date {
  const today = localDate(at, rule.zone);
  for (let shift = 1; shift >= -FURTHEST_DAYS; shift -= 1) {
    const run = runOn(today.plus({ days: shift }), rule);
    if (run !== undefined && run <= at) return run;
  }
  throw new RangeError("a rule without days never runs");
}

/** The date in a zone, as one without a zone: adding days to it never meets a change of clocks. */
function localDate(at: Date, zone: string): DateTime {
  const { isValid, year, month, day } = DateTime.fromJSDate(at, { zone });
  if (!isValid) throw new RangeError("a rule needs a timezone that exists");
  return DateTime.utc(year, month, day);
}

/**
 * When the rule runs on a date: of a time that comes twice the first, of one that is skipped the moment at which clocks
 * go on. A date that a zone left out altogether (Samoa's 30 December 2011) has no run.
 */
function runOn(date: DateTime, { days, timeOfDay, zone }: WallRule): Date | undefined {
  if (!days.includes(date.weekday)) return undefined;
  const { year, month, day } = date;
  if (DateTime.fromObject({ year, month, day, hour: 12 }, { zone }).day !== day) return undefined;
  const [hour, minute] = timeOfDay.split(":").map(Number);
  const wall = DateTime.fromObject({ year, month, day, hour: hour ?? 0, minute: minute ?? 0 }, { zone });
  if (wall.day !== day || wall.hour !== hour || wall.minute !== minute) return gapEnd(wall.toMillis(), zone);
  return new Date(Math.min(...wall.getPossibleOffsets().map((possible) => possible.toMillis())));
}

/** The moment at which the clocks were put forward, shortly before one that is certainly behind it. */
function gapEnd(behind: number, zone: string): Date {
  const offsetAt = (at: number): number => DateTime.fromMillis(at, { zone }).offset;
  const offset = offsetAt(behind);
  let before = behind - LONGEST_GAP_MS;
  let after = behind;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === offset) after = middle;
    else before = middle;
  }
  return new Date(after);
}

const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** `daily`, `weekdays`, or `Mon, Wed`. */
export function printDays(days: readonly number[]): string {
  const sorted = [...days].sort((a, b) => a - b);
  if (sorted.length === WEEK) return "daily";
  if (sorted.join("") === "12345") return "weekdays";
  return sorted.map((day) => DAY_NAMES[day - 1] ?? "").join(", ");
}

/** `Mon 23 Nov, 09:30`, as clocks in the zone show it. */
export function printMoment(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale("en-GB").toFormat("ccc d LLL, HH:mm");
}

/** Is there such a timezone? Abbreviations and offsets are none: they don't follow summer time. */
export function isZone(name: string): boolean {
  return /^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+$/.test(name) && DateTime.fromMillis(0, { zone: name }).isValid;
}
