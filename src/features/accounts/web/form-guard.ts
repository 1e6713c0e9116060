import { faults } from "../../../core/errors.ts";
import type { HttpCookie, HttpRequest } from "../../../core/http.ts";
import { newSecret } from "../../../core/secret.ts";
import type { CookieOf } from "./cookies.ts";

export interface FormSigner {
  sign(purpose: string, value: string): string;
  verify(purpose: string, value: string, signature: string): boolean;
}

/** What a page with a form carries: the hidden field's value, and the cookie that must come back with it. */
export interface FormProof {
  readonly token: string;
  readonly cookies: readonly HttpCookie[];
}

export interface FormGuard {
  /** `sessionId` binds the form to who is signed in; `''` if nobody is. */
  prove(request: HttpRequest, sessionId: string): FormProof;
  /** The fields of a form that came from a page of ours in this browser. Throws FORM_FOREIGN. */
  read(request: HttpRequest, sessionId: string): Promise<URLSearchParams>;
}

export const FORM_FIELD = "form";

const PURPOSE = "web-form";
const SECRET = /^[\w-]{43}$/;
const URL_ENCODED = "application/x-www-form-urlencoded";

/** Three proofs that a form is ours: who the browser says sent it, a cookie, and the signature that goes with that cookie. */
export function createFormGuard(publicUrl: string, cookie: CookieOf, signer: FormSigner): FormGuard {
  const origin = new URL(publicUrl).origin;
  return {
    prove: (request, sessionId) => {
      const kept = cookie.find(request);
      const secret = kept !== undefined && SECRET.test(kept) ? kept : newSecret();
      const token = signer.sign(PURPOSE, `${secret}/${sessionId}`);
      return { token, cookies: kept === secret ? [] : [cookie.set(secret)] };
    },
    read: async (request, sessionId) => {
      if (!isFromUs(request, origin)) throw faults.FORM_FOREIGN();
      const secret = cookie.find(request);
      const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
      if (secret === undefined || !SECRET.test(secret) || type !== URL_ENCODED) throw faults.FORM_FOREIGN();
      const fields = new URLSearchParams((await request.body()).toString("utf8"));
      const token = fields.get(FORM_FIELD) ?? "";
      if (!signer.verify(PURPOSE, `${secret}/${sessionId}`, token)) throw faults.FORM_FOREIGN();
      return fields;
    },
  };
}

/** Our pages send no referrer, so that browsers write `Origin: null` (Fetch, "append a request Origin header"). */
function isFromUs({ headers }: HttpRequest, origin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const given = headers["origin"];
  return given === undefined || given === "null" || given === origin;
}
