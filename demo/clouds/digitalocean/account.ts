import type { Outgoing } from "../http/server.ts";
import { refusal } from "./answers.ts";

/** `full`: a token from before there were scopes, or one with all of them. */
export type Scopes = "full" | readonly string[];

const HOURLY = 5_000;
const KEY_LISTS_A_MINUTE = 10;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Who may do what, and how often: "Rate Limit" of the introduction, and the scopes of docs.digitalocean.com/reference/api/scopes. */
export class Account {
  readonly #now: () => Date;
  readonly #tokens = new Map<string, Scopes>();
  readonly #calls = new Map<string, number[]>();
  #keyLists: number[] = [];
  dropletLimit = 25;
  /** `active`, `warning` or `locked`. */
  status = "active";
  hourlyLimit = HOURLY;

  constructor(now: () => Date) {
    this.#now = now;
  }

  addToken(token: string, scopes: Scopes): void {
    this.#tokens.set(token, scopes);
  }

  scopesOf(token: string): Scopes | undefined {
    return this.#tokens.get(token);
  }

  has(token: string, scope: string): boolean {
    const scopes = this.#tokens.get(token);
    return scopes === "full" || scopes?.includes(scope) === true;
  }

  /** Counts the call; the refusal when there were too many. */
  spend(token: string): Outgoing | undefined {
    const now = this.#now().getTime();
    const recent = (this.#calls.get(token) ?? []).filter((at) => at > now - HOUR_MS);
    if (recent.length >= this.hourlyLimit) return tooMany(Math.ceil(((recent[0] ?? now) + HOUR_MS) / 1_000));
    this.#calls.set(token, [...recent, now]);
    return undefined;
  }

  /** Listing keys has a limit of its own. */
  spendKeyList(): Outgoing | undefined {
    const now = this.#now().getTime();
    this.#keyLists = this.#keyLists.filter((at) => at > now - MINUTE_MS);
    if (this.#keyLists.length >= KEY_LISTS_A_MINUTE) return tooMany(Math.ceil((now + MINUTE_MS) / 1_000));
    this.#keyLists.push(now);
    return undefined;
  }

  headers(token: string): Readonly<Record<string, string>> {
    const calls = this.#calls.get(token) ?? [];
    const oldest = calls[0] ?? this.#now().getTime();
    return {
      "ratelimit-limit": String(this.hourlyLimit),
      "ratelimit-remaining": String(this.hourlyLimit - calls.length),
      "ratelimit-reset": String(Math.ceil((oldest + HOUR_MS) / 1_000)),
    };
  }
}

/** Since "Rate Limit" the answer names when the oldest request expires, in seconds since 1970. */
export function tooMany(resetAtSeconds: number): Outgoing {
  const answer = refusal(429, "too_many_requests", "API Rate limit exceeded.");
  const headers = { "ratelimit-remaining": "0", "ratelimit-reset": String(resetAtSeconds) };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
