import type { HttpCookie, HttpResponse } from "../../../core/http.ts";
import { escapeHtml, page } from "../../../core/page.ts";
import type { FormProof } from "./form-guard.ts";
import { formStart, PASSWORD_HINT, PASSWORD_SCRIPT, passwordField, sentenceHtml } from "./page-parts.ts";

export function resetPage(
  email: string,
  { action, token, cookies }: FormProof & { readonly action: string },
  problem: string | undefined,
): HttpResponse {
  const field = passwordField({
    ...{ id: "password", label: "New password", autocomplete: "new-password", hint: PASSWORD_HINT, problem },
  });
  return page({
    status: problem === undefined ? 200 : 400,
    title: "Choose a new password",
    scripts: [PASSWORD_SCRIPT],
    cookies,
    body: `${formStart(action, token)}
<label for="username">Your address</label>
<div class="row"><input id="username" name="username" type="email" autocomplete="username" readonly value="${escapeHtml(email)}"></div>
${field}
<p><button class="button" type="submit">Change the password</button></p>
</form>
<p class="quiet">Every session of yours ends, and you sign in with the new one. Not asked for? Close this page, and nothing happens.</p>`,
  });
}

export function resetDonePage(cookies: readonly HttpCookie[]): HttpResponse {
  return page({
    status: 200,
    title: "Your password is changed",
    cookies,
    body: `<p>Every session has ended. Sign in with the new password.</p>
<p><a class="button" href="/account">Sign in</a></p>`,
  });
}

export function resetFailedPage(status: number, sentence: string): HttpResponse {
  return page({
    status,
    title: "That didn't work",
    body: `<p>${sentenceHtml(sentence)}</p>
<p><a href="/account/forgotten">Ask for a new link</a></p>
<p><a href="/account">Account page</a></p>`,
  });
}
