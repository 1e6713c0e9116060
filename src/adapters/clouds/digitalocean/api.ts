import type { z } from "zod";
import { MINUTE, SECOND, type Clock } from "../../../core/clock.ts";
import { faults, isFault } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { CloudAccount, CloudHttp } from "../contract/index.ts";
import { toReason } from "../reason.ts";
import { digitalOceanDescription } from "./description.ts";
import { Refusal, TokenInfo } from "./shapes.ts";

export const { name: provider } = digitalOceanDescription;
const PAGE_SIZE = 200;
/** No list that we read comes near; what never ends is no list. */
const MOST_PAGES = 50;
const MOST_MINUTES = 60;
/** Where tokens come from; a host of its own, which the vendor's doctl asks the same (github.com/digitalocean/doctl, do/oauth.go). */
const TOKEN_HOST = "https://cloud.digitalocean.com";
const TOKEN_INFO = "/v1/oauth/token/info";
/** What is the driver's to explain, not the HTTP client's: all of 4xx. */
const OURS = Array.from({ length: 100 }, (_, index) => 400 + index);
/** A front that waited in vain says no more than silence does. */
const AS_SILENCE = [408, 499];

export interface Ask {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** What the token must be allowed. */
  readonly scopes: readonly string[];
  /** Completes "I don't know yet whether … arrived" for what can't simply be sent again. */
  readonly what?: string;
  /** Where it isn't the API's own host. */
  readonly baseUrl?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Api {
  /** Any answer below 300, and those of `own`. Throws what CloudDriver says, and CLOUD_OUTCOME_UNKNOWN for an Ask with a `what`. */
  call(account: CloudAccount, ask: Ask, own?: readonly number[]): Promise<Answer>;
  /** As `call` with 404 for undefined, read by its schema. Throws SERVICE_NOT_UNDERSTOOD for another shape. */
  read<T>(schema: z.ZodType<T>, account: CloudAccount, ask: Ask): Promise<T | undefined>;
  /** All pages, read by their schema. */
  readPages<
    T extends {
      readonly links?: { readonly pages?: { readonly next?: string | undefined } | undefined } | undefined;
    },
  >(
    schema: z.ZodType<T>,
    account: CloudAccount,
    path: string,
    scopes: readonly string[],
  ): Promise<readonly T[]>;
  /** Which of these scopes the token lacks, as far as DigitalOcean tells; undefined if it doesn't. */
  findMissing(account: CloudAccount, needed: readonly string[]): Promise<readonly string[] | undefined>;
  /** The message of a 4xx, as a fault. */
  refusedFor(account: CloudAccount, answer: Answer): Fault;
}

/** DigitalOcean's API v2 (docs.digitalocean.com/reference/api), with its statuses as faults. */
export function createApi({ http, clock }: { readonly http: CloudHttp; readonly clock: Clock }): Api {
  const refusedFor: Api["refusedFor"] = (account, { text }) =>
    faults.CLOUD_REFUSED({ provider, reason: toReason(toMessage(text), account) });
  const toLacking = async (account: CloudAccount, needed: readonly string[]): Promise<Fault> => {
    const missing = needed.length > 1 ? await findMissing(account, needed) : needed;
    return lacking(missing === undefined || missing.length === 0 ? needed : missing);
  };
  const findMissing: Api["findMissing"] = async (account, needed) => {
    const baseUrl = account.endpoint === "" ? TOKEN_HOST : account.endpoint;
    try {
      const answer = await call(account, { method: "GET", path: TOKEN_INFO, scopes: [], baseUrl });
      const granted = tryRead(TokenInfo, answer)?.scopes;
      return granted && needed.filter((scope) => !isGranted(scope, granted));
    } catch (error) {
      if (isFault(error)) return undefined;
      throw error;
    }
  };
  const call: Api["call"] = async (account, ask, own = []) => {
    const { method, path, body } = ask;
    const target = { service: provider, baseUrl: ask.baseUrl ?? baseUrlOf(account) };
    const headers = { authorization: `Bearer ${account.credentials["token"] ?? ""}` };
    const request = { method, path, headers, ...(body !== undefined && { body }) };
    const answer = await http.send(target, request, OURS).catch((error: unknown) => {
      throw toUnanswered(error, ask);
    });
    if (answer.status < 300 || own.includes(answer.status)) return answer;
    if (AS_SILENCE.includes(answer.status))
      throw toUnanswered(faults.SERVICE_UNREACHABLE({ service: provider }), ask);
    if (answer.status === 401) throw faults.CLOUD_CREDENTIALS_REFUSED({ provider });
    if (answer.status === 403) throw await toLacking(account, ask.scopes);
    if (answer.status === 429)
      throw faults.CLOUD_LIMITED({ provider, minutes: toMinutes(answer.headers, clock.now()) });
    throw refusedFor(account, answer);
  };
  const read: Api["read"] = async (schema, account, ask) => {
    const answer = await call(account, ask, [404]);
    return answer.status === 404 ? undefined : understand(schema, answer, account);
  };
  return {
    call,
    read,
    readPages: async (schema, account, path, scopes) => {
      const pages = [];
      for (let number = 1; number <= MOST_PAGES; number += 1) {
        const query = `${path.includes("?") ? "&" : "?"}per_page=${String(PAGE_SIZE)}&page=${String(number)}`;
        const ask: Ask = { method: "GET", path: `${path}${query}`, scopes };
        const page = understand(schema, await call(account, ask), account);
        pages.push(page);
        if (page.links?.pages?.next === undefined) return pages;
      }
      throw notUnderstood(account);
    },
    findMissing,
    refusedFor,
  };
}

export function baseUrlOf({ endpoint }: CloudAccount): string {
  return endpoint === "" ? digitalOceanDescription.endpoint.default : endpoint;
}

/** CLOUD_SCOPE_MISSING */
export function lacking(scopes: readonly string[]): Fault {
  return faults.CLOUD_SCOPE_MISSING({ provider, scopes: scopes.map((scope) => `\`${scope}\``).join(", ") });
}

/** Undefined for what is no JSON of that shape. */
export function tryRead<T>(schema: z.ZodType<T>, { text }: Answer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function understand<T>(schema: z.ZodType<T>, answer: Answer, account: CloudAccount): T {
  const read = tryRead(schema, answer);
  if (read === undefined) throw notUnderstood(account);
  return read;
}

function notUnderstood(account: CloudAccount): Fault {
  const host = escapeMarkdown(URL.parse(baseUrlOf(account))?.host ?? "");
  return faults.SERVICE_NOT_UNDERSTOOD({ service: provider, host });
}

/** What is to be thought of a call without an answer that can be read. */
function toUnanswered(error: unknown, { what }: Ask): unknown {
  if (isFault(error, "SERVICE_CREDENTIALS_REFUSED")) return faults.CLOUD_CREDENTIALS_REFUSED({ provider });
  const isUnreachable = isFault(error, "SERVICE_UNREACHABLE");
  if (what !== undefined && (isUnreachable || isFault(error, "SERVICE_TOO_BIG")))
    return faults.CLOUD_OUTCOME_UNKNOWN({ provider, what });
  return isUnreachable ? faults.CLOUD_UNAVAILABLE({ provider }) : error;
}

/** A token from before there were scopes has `read`, or `read` and `write`. */
function isGranted(scope: string, granted: readonly string[]): boolean {
  if (granted.includes(scope) || granted.includes("write")) return true;
  return granted.includes("read") && scope.endsWith(":read");
}

function toMessage(text: string): string {
  return tryRead(Refusal, { status: 0, text })?.message ?? "";
}

/** "Rate Limit": `retry-after` in seconds where there is one, else `ratelimit-reset` in seconds since 1970. */
function toMinutes(headers: Readonly<Record<string, string>>, now: Date): number {
  const after = Number.parseInt(headers["retry-after"] ?? "", 10) * SECOND;
  const reset = Number.parseInt(headers["ratelimit-reset"] ?? "", 10) * SECOND - now.getTime();
  const wait = [after, reset].find((one) => Number.isFinite(one)) ?? MINUTE;
  return Math.min(Math.max(1, Math.ceil(wait / MINUTE)), MOST_MINUTES);
}
