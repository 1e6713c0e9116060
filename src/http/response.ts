import type { Response } from "restify";
import type { HttpResponse } from "../core/http.ts";
import { serializeCookie } from "./cookies.ts";
import { EVERY_RESPONSE_HEADERS, PAGE_HEADERS } from "./security-headers.ts";

/** Writes an answer whole. `isLast`: the server is closing and the connection must not be kept. */
export function writeResponse(
  response: Response,
  answer: HttpResponse,
  options: { readonly isSecure: boolean; readonly isLast: boolean },
): void {
  const isPage = answer.headers?.["content-type"]?.startsWith("text/html") ?? false;
  const headers = { ...EVERY_RESPONSE_HEADERS, ...(isPage ? PAGE_HEADERS : {}), ...answer.headers };
  const cookies = (answer.cookies ?? []).map((cookie) => serializeCookie(cookie, options.isSecure));
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (options.isLast) response.setHeader("connection", "close");
  const body = answer.body ?? "";
  response.setHeader("content-length", Buffer.byteLength(body));
  // Not end(): the framework would take the answer for missing and add its own.
  response.sendRaw(answer.status, body);
}
