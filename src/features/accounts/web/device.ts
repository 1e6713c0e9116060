import type { HttpCookie, HttpRequest } from "../../../core/http.ts";
import { hashOf, newSecret } from "../../../core/secret.ts";
import { readEmail } from "../sessions-login.ts";
import type { CookieOf } from "./cookies.ts";
import type { FormSigner } from "./form-guard.ts";

const PURPOSE = "web-device";

/** Marks a browser in which this address signed in: whoever guesses elsewhere doesn't slow its owner down here. */
export function markDevice(email: string, cookie: CookieOf, signer: FormSigner): HttpCookie {
  const name = newSecret();
  return cookie.set(`${name}.${signer.sign(PURPOSE, subject(name, email))}`);
}

/** The browser's mark, if it is of this address. */
export function findDevice(
  request: HttpRequest,
  email: string,
  cookie: CookieOf,
  signer: FormSigner,
): string | undefined {
  const [name = "", signature = "", ...more] = (cookie.find(request) ?? "").split(".");
  if (name === "" || more.length > 0) return undefined;
  return signer.verify(PURPOSE, subject(name, email), signature) ? name : undefined;
}

function subject(name: string, email: string): string {
  return `${name}/${hashOf(readEmail(email))}`;
}
