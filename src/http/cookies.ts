import type { HttpCookie } from "../core/http.ts";

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** The cookies of a Cookie header (RFC 6265 5.4); of two with one name the first counts, as browsers send the closer path first. */
export function parseCookies(header: string | undefined): Readonly<Record<string, string>> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? "").split(";")) {
    const split = part.indexOf("=");
    const name = part.slice(0, split).trim();
    if (split > 0 && !cookies.has(name)) cookies.set(name, decode(part.slice(split + 1).trim()));
  }
  // fromEntries defines own properties, so that a cookie called __proto__ is only that.
  return Object.fromEntries(cookies);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A Set-Cookie header (RFC 6265 4.1). Throws a TypeError for a name that is no token: a defect. */
export function serializeCookie(cookie: HttpCookie, isSecure: boolean): string {
  if (!TOKEN.test(cookie.name)) throw new TypeError(`not a cookie name: ${cookie.name}`);
  const parts = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    `Max-Age=${String(Math.trunc(cookie.maxAgeSeconds))}`,
    `Path=${cookie.path ?? "/"}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  return (isSecure ? [...parts, "Secure"] : parts).join("; ");
}
