import type { Request } from "restify";
import type { HttpMethod, HttpRequest } from "../core/http.ts";
import { readBody } from "./body.ts";
import type { BodyShare } from "./body-room.ts";
import { parseCookies } from "./cookies.ts";

export interface RequestOptions {
  readonly method: HttpMethod;
  readonly bodyLimitBytes: number;
  readonly bodyShare: Pick<BodyShare, "take">;
  /** Number of our own proxies in front. */
  readonly trustProxy: number;
}

/** The request without the framework. */
export function toHttpRequest(request: Request, options: RequestOptions): HttpRequest {
  const headers = joinHeaders(request);
  const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
  let body: Promise<Buffer> | undefined;
  return {
    method: options.method,
    path,
    params: toParams(request.params),
    query: new URLSearchParams(query),
    headers,
    cookies: parseCookies(headers["cookie"]),
    remoteAddress: findClientAddress(headers["x-forwarded-for"], request, options.trustProxy),
    body: async () => (body ??= readBody(request, options.bodyLimitBytes, options.bodyShare)),
  };
}

function joinHeaders(request: Request): Readonly<Record<string, string>> {
  const entries = Object.entries(request.headers)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]);
  return Object.fromEntries(entries) as Record<string, string>;
}

// The framework types params as any; the router makes them strings.
function toParams(params: unknown): Readonly<Record<string, string>> {
  if (typeof params !== "object" || params === null) return {};
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

/** With n proxies of ours the client is the n-th entry from the end; what stands before it anybody can have written. */
function findClientAddress(forwarded: string | undefined, request: Request, trustProxy: number): string {
  const direct = request.socket.remoteAddress ?? "";
  if (trustProxy === 0 || forwarded === undefined) return direct;
  const hops = forwarded.split(",").map((hop) => hop.trim());
  return withoutPort(hops.at(-trustProxy) ?? direct);
}

/**
 * Azure's Application Gateway writes the port too (https://learn.microsoft.com/azure/application-gateway/rewrite-http-headers-url),
 * which is another one with each connection.
 */
function withoutPort(address: string): string {
  const [, v4, v6] = /^(?:([\d.]+):\d+|\[([^\]]+)\](?::\d+)?)$/.exec(address) ?? [];
  return v4 ?? v6 ?? address;
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
