const HOUR_SECONDS = 3600;
export const ANONYMOUS_LIMIT = 60;

interface Window {
  resetAt: number;
  used: number;
}

/** The primary rate limit: a fixed window of an hour for each caller. */
export class RateLimits {
  readonly #now: () => Date;
  readonly #windows = new Map<string, Window>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Headers for the caller's window after `cost` more requests, and whether the limit had been passed. */
  spend(caller: string, limit: number, cost: 0 | 1): { headers: Record<string, string>; exceeded: boolean } {
    const seconds = Math.floor(this.#now().getTime() / 1000);
    const known = this.#windows.get(caller);
    const fresh = known === undefined || known.resetAt <= seconds;
    const window = fresh ? { resetAt: seconds + HOUR_SECONDS, used: 0 } : known;
    this.#windows.set(caller, window);
    const exceeded = window.used >= limit && cost > 0;
    if (!exceeded) window.used += cost;
    const headers = {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(limit - window.used),
      "x-ratelimit-reset": String(window.resetAt),
      "x-ratelimit-used": String(window.used),
      "x-ratelimit-resource": "core",
    };
    return { headers, exceeded };
  }
}
