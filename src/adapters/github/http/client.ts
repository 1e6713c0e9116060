import { setTimeout as wait } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import { SECOND } from "../../../core/clock.ts";
import type { Clock } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import { readFailure } from "./errors.ts";
import { Limiter } from "./limiter.ts";
import { findRetryDelay } from "./retry.ts";

export interface ClientOptions {
  /** `https://api.github.com` or `https://ghes.example/api/v3`, without a slash at the end. */
  readonly apiUrl: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** Jitter, 0..1. */
  readonly random?: () => number;
  readonly timeoutMs?: number;
  readonly maxInFlight?: number;
}

/** What a call takes: path and query parameters, body fields, and `headers`. */
export type CallParameters = Readonly<Record<string, unknown>> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * The one way to GitHub: every Octokit made of this class shares the limit of calls in flight, times out each attempt
 * (10 s), and repeats GETs only, at most twice. Anything that writes is sent once.
 */
export function createOctokitClass(options: ClientOptions): typeof Octokit {
  const limiter = new Limiter(options.maxInFlight ?? 20);
  const { sleep = wait, random = Math.random, clock } = options;

  return Octokit.plugin((octokit) => {
    octokit.hook.wrap("request", async (request, call) => {
      for (let retries = 0; ; retries += 1) {
        try {
          return await limiter.run(async () => request(call));
        } catch (error) {
          const failure = call.method === "GET" ? readFailure(error, clock.now()) : undefined;
          const delay = failure === undefined ? undefined : findRetryDelay(failure, retries, random());
          if (delay === undefined) throw error;
          await sleep(delay);
        }
      }
    });
  }).defaults(toDefaults(options));
}

function toDefaults({ apiUrl, version, log, timeoutMs = 10 * SECOND }: ClientOptions): object {
  const quiet = toQuietLog(log);
  // The timeout stands here, not in a hook, so that it also covers the body, and calls that Octokit makes by itself.
  const timedFetch: typeof fetch = (input, init) =>
    fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  return {
    baseUrl: apiUrl,
    userAgent: `ployst/${version}`,
    log: quiet,
    request: { log: quiet, fetch: timedFetch },
  };
}

/** Octokit logs request options, tokens included, at debug; only its warnings (deprecations) are worth keeping. */
function toQuietLog(log: Log): Record<"debug" | "info" | "warn" | "error", (text: string) => void> {
  const drop = (): void => undefined;
  return { debug: drop, info: drop, error: drop, warn: (text) => log.warn({ text }, "github client warns") };
}
