import { z } from "zod";
import { SECOND, MINUTE } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";

/** How GitHub refused, without the request or the response, which hold tokens. */
export type Failure = { readonly status: number; readonly requestId: string } & (
  | { readonly kind: "not-modified" | "unreachable" | "unauthorized" | "forbidden" | "missing" }
  /** In GitHub's words, shortened. */
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "rate-limited"; readonly waitMs: number }
  | { readonly kind: "sso"; readonly organization: string }
);

const HttpError = z.object({
  status: z.number(),
  response: z
    .object({
      headers: z.record(z.string(), z.union([z.string(), z.number(), z.undefined()])),
      data: z.unknown(),
    })
    .optional(),
});
const LONGEST_DETAIL = 200;
const Explained = z.object({ message: z.string() });
const Refusal = z.object({ documentation_url: z.string() });

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
}

/**
 * Classifies what an Octokit request threw, by status and headers; undefined for what is no answer of GitHub's.
 * Whatever does not speak JSON (a proxy, an error page) counts as unreachable: its 404 proves nothing.
 * Source: docs.github.com "Rate limits for the REST API", "Troubleshooting the REST API".
 */
export function readFailure(error: unknown, now: Date): Failure | undefined {
  if (!(error instanceof Error) || (error.name !== "HttpError" && error.name !== "AbortError"))
    return undefined;
  const { data: parsed } = HttpError.safeParse(error);
  if (parsed?.response === undefined) return { kind: "unreachable", status: 0, requestId: "" };
  const headers = new Headers();
  for (const [name, value] of Object.entries(parsed.response.headers)) headers.set(name, String(value ?? ""));
  const answered = { status: parsed.status, headers, data: parsed.response.data };
  return {
    status: answered.status,
    requestId: headers.get("x-github-request-id") ?? "",
    ...classify(answered, now),
  };
}

type Classified = Failure extends infer F
  ? F extends Failure
    ? Omit<F, "status" | "requestId">
    : never
  : never;

function classify(answered: Answered, now: Date): Classified {
  const { status, headers } = answered;
  if (status === 304) return { kind: "not-modified" };
  if (status === 429) return { kind: "rate-limited", waitMs: toWait(headers, now) };
  if (status >= 500 || headers.get("content-type")?.includes("json") !== true) return { kind: "unreachable" };
  if (status === 401) return { kind: "unauthorized" };
  if (status === 404 || status === 451) return { kind: "missing" };
  return status === 403 ? classifyForbidden(answered, now) : { kind: "refused", detail: toDetail(answered) };
}

function classifyForbidden(answered: Answered, now: Date): Classified {
  const sso = answered.headers.get("x-github-sso");
  if (sso !== null) return { kind: "sso", organization: toOrganization(sso) };
  if (isRateLimited(answered)) return { kind: "rate-limited", waitMs: toWait(answered.headers, now) };
  return { kind: "forbidden" };
}

/** Only a 422 says what is wrong with the request; other refusals tell more by their status. */
function toDetail({ status, data }: Answered): string {
  if (status !== 422) return "";
  const message = Explained.safeParse(data).data?.message ?? "";
  return message.length > LONGEST_DETAIL
    ? `${message.slice(0, LONGEST_DETAIL - 1).toWellFormed()}…`
    : message;
}

/** The documentation link is the only machine-readable mark of a secondary limit that comes without headers. */
function isRateLimited({ headers, data }: Answered): boolean {
  if (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0") return true;
  return Refusal.safeParse(data).data?.documentation_url.includes("rate-limit") ?? false;
}

function toWait(headers: Headers, now: Date): number {
  const seconds = Number.parseInt(headers.get("retry-after") ?? "", 10);
  if (Number.isFinite(seconds)) return Math.max(0, seconds) * SECOND;
  const reset = Number.parseInt(headers.get("x-ratelimit-reset") ?? "", 10);
  const isSpent = headers.get("x-ratelimit-remaining") === "0" && Number.isFinite(reset);
  return isSpent ? Math.max(0, reset * SECOND - now.getTime()) : MINUTE;
}

/** `required; url=https://github.com/orgs/contoso/sso?authorization_request=…` names the organization. */
function toOrganization(header: string): string {
  return /\/orgs\/([\w-]+)\/sso/.exec(header)?.[1] ?? "The organization";
}

/** The faults that mean the same whoever asked; undefined where the credential decides (401, 403) or the caller (404). */
export function findCommonFault(failure: Failure): Fault | undefined {
  if (failure.kind === "unreachable") return faults.GITHUB_UNREACHABLE();
  if (failure.kind === "rate-limited") {
    return faults.GITHUB_RATE_LIMITED({ minutes: Math.max(1, Math.ceil(failure.waitMs / MINUTE)) });
  }
  if (failure.kind !== "sso") return undefined;
  return faults.GITHUB_SSO_REQUIRED({ organization: escapeMarkdown(failure.organization) });
}
