import { addMilliseconds, DAY, HOUR, MINUTE } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

/** Longest pause: what nobody misses for longer should be ended, so that it doesn't come back as a surprise. */
export const MAX_PAUSE_DAYS = 90;

const LASTING = /^(\d{1,6})\s?(m|min|minutes?|h|hours?|d|days?|w|weeks?)$/;
const DATE = /^(?:until )?(\d{4}-\d{2}-\d{2})(?:[ t](\d{2}:\d{2}))?(?: ?utc|z)?$/;
const TIME = /^until (\d{2}:\d{2})(?: ?utc|z)?$/;

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/**
 * When a pause ends: `30m`, `2h`, `3d`, `1w`, `until 2026-12-01`, `until 2026-12-01 09:00`, `until 09:00` (the next one);
 * dates and times in UTC, for the chat doesn't tell anybody's zone. Throws PAUSE_TIME_UNKNOWN,
 * PAUSE_TIME_PAST, PAUSE_TOO_LONG.
 */
export function readPauseTime(words: readonly string[], now: Date): Date {
  const text = words.join(" ").trim().toLowerCase();
  const until = lasting(text, now) ?? date(text) ?? timeOfDay(text, now);
  if (until === undefined) throw faults.PAUSE_TIME_UNKNOWN({ given: escapeMarkdown(text.slice(0, 40)) });
  if (until.getTime() <= now.getTime()) throw faults.PAUSE_TIME_PAST();
  if (until.getTime() - now.getTime() > MAX_PAUSE_DAYS * DAY)
    throw faults.PAUSE_TOO_LONG({ most: MAX_PAUSE_DAYS });
  return until;
}

function lasting(text: string, now: Date): Date | undefined {
  const [, count, unit = ""] = LASTING.exec(text) ?? [];
  const length = UNITS[unit.charAt(0)];
  if (count === undefined || length === undefined) return undefined;
  return addMilliseconds(now, Number(count) * length);
}

function date(text: string): Date | undefined {
  const [, day, time = "00:00"] = DATE.exec(text) ?? [];
  return day === undefined ? undefined : toUtc(day, time);
}

function timeOfDay(text: string, now: Date): Date | undefined {
  const time = TIME.exec(text)?.[1];
  if (time === undefined) return undefined;
  const today = toUtc(now.toISOString().slice(0, 10), time);
  if (today === undefined || today.getTime() > now.getTime()) return today;
  return addMilliseconds(today, DAY);
}

/** Undefined for what no calendar or clock has: JavaScript takes February 30 for March 2. */
function toUtc(day: string, time: string): Date | undefined {
  const read = new Date(`${day}T${time}:00.000Z`);
  if (Number.isNaN(read.getTime())) return undefined;
  return read.toISOString().startsWith(`${day}T${time}`) ? read : undefined;
}
