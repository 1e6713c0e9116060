import type { Clock } from "../../core/clock.ts";

export interface Remembered<T> {
  find(key: string): T | undefined;
  set(key: string, value: T): void;
}

/** Remembers the latest `most` values, each for `milliseconds`. */
export function createRemembered<T>(options: {
  readonly clock: Clock;
  readonly milliseconds: number;
  readonly most: number;
}): Remembered<T> {
  const { clock, milliseconds, most } = options;
  const known = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    find: (key) => {
      const found = known.get(key);
      return found === undefined || found.until <= clock.now().getTime() ? undefined : found.value;
    },
    set: (key, value) => {
      known.delete(key);
      known.set(key, { value, until: clock.now().getTime() + milliseconds });
      for (const oldest of known.keys()) {
        if (known.size <= most) return;
        known.delete(oldest);
      }
    },
  };
}
