/** The only source of the current time; tests hand in one that they turn by hand. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** The time `milliseconds` after (or, negative, before) `from`. */
export function addMilliseconds(from: Date, milliseconds: number): Date {
  return new Date(from.getTime() + milliseconds);
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
