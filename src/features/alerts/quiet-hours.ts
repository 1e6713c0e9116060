import { DateTime, IANAZone } from "luxon";

/** When a person does not want to be told, on the clocks of their timezone. */
export interface QuietHours {
  /** `19:00`; both `''` when only weekends are quiet, or nothing is. May pass midnight. */
  readonly quietFrom: string;
  readonly quietUntil: string;
  /** Saturday and Sunday, all day. */
  readonly quietWeekends: boolean;
  /** IANA name; `''` is UTC. */
  readonly zone: string;
}

/** Night, weekend, night: more boundaries than that don't follow each other without a break. */
const MOST_BOUNDARIES = 8;
const SATURDAY = 6;

/**
 * When the quiet time that `now` lies in ends; undefined outside of it. Wall-clock times, so that the change to summer
 * time moves them: a time that a day doesn't have comes when the clocks go on, one that it has twice, the next time.
 */
export function findQuietEnd(quiet: QuietHours, now: Date): Date | undefined {
  const start = DateTime.fromJSDate(now, { zone: quiet.zone === "" ? "utc" : quiet.zone });
  if (!start.isValid) return undefined;
  let at: DateTime = start;
  for (let passed = 0; passed < MOST_BOUNDARIES && isQuiet(quiet, at); passed++) at = nextBoundary(quiet, at);
  return at.toMillis() === start.toMillis() ? undefined : at.toJSDate();
}

function isQuiet(quiet: QuietHours, at: DateTime): boolean {
  return (quiet.quietWeekends && at.weekday >= SATURDAY) || isInHours(quiet, at);
}

function isInHours({ quietFrom, quietUntil }: QuietHours, at: DateTime): boolean {
  if (quietFrom === "" || quietUntil === "") return false;
  // Two digits each: the order of the texts is the order of the times.
  const time = at.toFormat("HH:mm");
  if (quietFrom < quietUntil) return quietFrom <= time && time < quietUntil;
  return time >= quietFrom || time < quietUntil;
}

function nextBoundary(quiet: QuietHours, at: DateTime): DateTime {
  return isInHours(quiet, at) ? next(quiet.quietUntil, at) : at.startOf("day").plus({ days: 1 });
}

/** The next moment at which clocks show that time. */
function next(time: string, at: DateTime): DateTime {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const days = [0, 1, 2].map((ahead) => at.startOf("day").plus({ days: ahead }).set({ hour, minute }));
  const moments = days
    .flatMap((day) => (day.hour === hour && day.minute === minute ? day.getPossibleOffsets() : gapEnd(day)))
    .filter((moment) => moment.toMillis() > at.toMillis())
    .sort((one, other) => one.toMillis() - other.toMillis());
  return moments[0] ?? at.plus({ days: 1 });
}

/** When the clocks were put forward, over a time that a day doesn't have and that luxon took for one shortly after. */
function gapEnd(shifted: DateTime): DateTime {
  const before = shifted.minus({ minutes: 1 });
  return before.offset === shifted.offset ? gapEnd(before) : shifted;
}

/** The timezone as IANA spells it; undefined when there is none of that name. */
export function findZone(given: string): string | undefined {
  if (given.length > 64 || !IANAZone.isValidZone(given)) return undefined;
  return new Intl.DateTimeFormat("en", { timeZone: given }).resolvedOptions().timeZone;
}
