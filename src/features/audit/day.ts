import { addMilliseconds, DAY } from "../../core/clock.ts";

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** When a day (`2026-11-01`) begins where the person is; undefined for what is no day. */
export function beginOf(day: string, zone: string): Date | undefined {
  if (!WRITTEN.test(day)) return undefined;
  const utc = new Date(`${day}T00:00:00Z`);
  // JavaScript rolls 31 November over to 1 December.
  if (Number.isNaN(utc.getTime()) || utc.toISOString().slice(0, 10) !== day) return undefined;
  const guess = addMilliseconds(utc, -offsetAt(utc, zone));
  // Where the clocks change between midnight here and there, the first guess is an hour off.
  return addMilliseconds(utc, -offsetAt(guess, zone));
}

/** The moment at which the day is over, an hour more or less where clocks change that day. */
export function endOf(day: string, zone: string): Date | undefined {
  const begin = beginOf(day, zone);
  return begin && addMilliseconds(begin, DAY);
}

/** How far the zone's clocks are ahead of UTC then, in milliseconds. */
function offsetAt(at: Date, zone: string): number {
  const parts = formatIn(zone).formatToParts(at);
  const [year, month, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map(
    (type) => Number(parts.find((part) => part.type === type)?.value),
  );
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return wall - Math.floor(at.getTime() / 1_000) * 1_000;
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const numbers = {
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  } as const;
  const options = { ...numbers, year: "numeric", hourCycle: "h23", calendar: "gregory" } as const;
  try {
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone });
  } catch {
    // A zone that a client made up.
    return new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" });
  }
}
