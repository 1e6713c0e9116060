import { DAY, SECOND } from "../../../core/clock.ts";
import type { HttpCookie, HttpRequest } from "../../../core/http.ts";
import { SESSION_MS } from "../sessions.ts";

/** The browser's half of a form's proof, whether anybody is signed in or not. */
const FORM = "ployst_form";
const SESSION = "ployst_session";
/** Says that an address signed in here before. */
const DEVICE = "ployst_device";

const DAY_SECONDS = DAY / SECOND;
const DEVICE_DAYS = 180;

export interface AccountCookies {
  readonly form: CookieOf;
  readonly session: CookieOf;
  readonly device: CookieOf;
}

export interface CookieOf {
  find(request: Pick<HttpRequest, "cookies">): string | undefined;
  set(value: string): HttpCookie;
  remove(): HttpCookie;
}

/** Under https with the prefix that keeps hosts beside and below ours from setting them (RFC 6265bis 4.1.3.2). */
export function accountCookies(publicUrl: string): AccountCookies {
  const prefix = publicUrl.startsWith("https:") ? "__Host-" : "";
  return {
    form: cookie(`${prefix}${FORM}`, DAY_SECONDS),
    session: cookie(`${prefix}${SESSION}`, SESSION_MS / SECOND),
    device: cookie(`${prefix}${DEVICE}`, DEVICE_DAYS * DAY_SECONDS),
  };
}

function cookie(name: string, maxAgeSeconds: number): CookieOf {
  return {
    find: ({ cookies }) => (Object.hasOwn(cookies, name) ? cookies[name] : undefined),
    set: (value) => ({ name, value, maxAgeSeconds }),
    remove: () => ({ name, value: "", maxAgeSeconds: 0 }),
  };
}
