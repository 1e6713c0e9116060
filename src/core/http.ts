export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A request as handlers see it; nothing of the web framework is in it. */
export interface HttpRequest {
  readonly method: HttpMethod;
  /** Path without the query. */
  readonly path: string;
  /** The `:name` parts of the route, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names; a repeated header is joined with `, ` (RFC 9110 5.3). */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** The client as far as TRUST_PROXY lets us believe X-Forwarded-For. */
  readonly remoteAddress: string;
  /** The raw bytes, read once and kept. Throws REQUEST_TOO_BIG, REQUEST_ENCODED or REQUEST_INCOMPLETE. */
  body(): Promise<Buffer>;
}

/** Always HttpOnly, SameSite=Lax, and Secure where the public address is https. */
export interface HttpCookie {
  readonly name: string;
  readonly value: string;
  /** 0 deletes it. */
  readonly maxAgeSeconds: number;
  /** Default `/`. */
  readonly path?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; they replace the defaults. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly HttpCookie[];
  readonly body?: string | Buffer;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;

/** An answer without a body. */
export function emptyResponse(status: number): HttpResponse {
  return { status };
}

export function jsonResponse(status: number, value: unknown): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(value),
  };
}

export function textResponse(status: number, text: string): HttpResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: text };
}

/** A page; the server adds the security headers for pages (strict CSP, nosniff, no referrer, no caching). */
export function htmlResponse(
  status: number,
  html: string,
  extra?: Pick<HttpResponse, "headers" | "cookies">,
): HttpResponse {
  return {
    ...extra,
    status,
    headers: { "content-type": "text/html; charset=utf-8", ...extra?.headers },
    body: html,
  };
}

/** Sends the browser elsewhere with GET (303). */
export function redirectResponse(location: string, cookies: readonly HttpCookie[] = []): HttpResponse {
  return { status: 303, headers: { location, "cache-control": "no-store" }, cookies };
}
