import type { Answer } from "./answer.ts";
import { fail } from "./answer.ts";

/**
 * What goes wrong: a status; "reset" (the connection dies before the request is acted on); "reset-after" (it is
 * acted on, the answer is lost); "timeout" (no answer until the lab closes); or a whole answer.
 */
export type Failure =
  | number
  | "reset"
  | "reset-after"
  | "timeout"
  | { status: number; body: string; headers?: Record<string, string> };

interface Planned {
  pattern: string | RegExp;
  failure: Failure;
  times: number;
  headers: Record<string, string>;
}

export type Trouble = "reset" | "reset-after" | "timeout" | Answer;

/** The failures ordered by a test, each used up by matching requests in the order they were planned. */
export class Faults {
  #planned: Planned[] = [];

  /** A text matches anywhere in `METHOD /path?query` (no API prefix); a RegExp is tested against the same. */
  plan(pattern: string | RegExp, failure: Failure, times: number, headers: Record<string, string>): void {
    this.#planned.push({ pattern, failure, times, headers });
  }

  clear(): void {
    this.#planned = [];
  }

  take(request: string): Trouble | undefined {
    const found = this.#planned.find(({ pattern }) =>
      typeof pattern === "string" ? request.includes(pattern) : pattern.test(request),
    );
    if (found === undefined) return undefined;
    found.times -= 1;
    if (found.times <= 0) this.#planned = this.#planned.filter((planned) => planned !== found);
    return toTrouble(found);
  }
}

function toTrouble({ failure, headers }: Planned): Trouble {
  if (typeof failure === "string") return failure;
  if (typeof failure === "object") {
    const type = { "content-type": "text/html; charset=utf-8" };
    return {
      status: failure.status,
      text: failure.body,
      headers: { ...type, ...failure.headers, ...headers },
    };
  }
  if (failure >= 500) {
    const text =
      "<!DOCTYPE html><html><head><title>Unicorn! &middot; GitHub</title></head><body></body></html>";
    return { status: failure, text, headers: { "content-type": "text/html; charset=utf-8", ...headers } };
  }
  return { ...fail(failure, failureMessage(failure, headers)), headers };
}

function failureMessage(status: number, headers: Record<string, string>): string {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (names.includes("x-github-sso")) {
    return "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.";
  }
  if (names.includes("x-ratelimit-remaining")) return "API rate limit exceeded for installation.";
  if (status === 429 || names.includes("retry-after")) {
    return "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  }
  const known: Record<number, string> = { 401: "Bad credentials", 403: "Forbidden", 404: "Not Found" };
  return known[status] ?? "Validation Failed";
}
