import { faults } from "../../../core/errors.ts";
import type { HttpResponse } from "../../../core/http.ts";
import { escapeHtml, page } from "../../../core/page.ts";
import type { FormProof } from "./form-guard.ts";
import { formStart, problemText, sentenceHtml, textField } from "./page-parts.ts";

const TITLE = "Forgotten your password?";
const BACK = `<p><a href="/account">Back to signing in</a></p>`;

export interface ForgottenTry {
  readonly status: number;
  readonly email: string;
  readonly problem?: string;
  readonly retryAfterSeconds?: number;
}

export function forgottenPage(
  { status, email, problem, retryAfterSeconds }: ForgottenTry,
  { token, cookies }: FormProof,
): HttpResponse {
  const describedBy = problem === undefined ? undefined : "email-problem";
  const field = textField({
    ...{ id: "email", label: "Email", type: "email", autocomplete: "username", value: email, describedBy },
  });
  const response = page({
    status,
    title: TITLE,
    cookies,
    body: `<p>Tell us your address, and a mail brings you a link to choose a new one.</p>
${formStart("/account/forgotten", token)}
${problemText("email-problem", problem)}${field}
<p><button class="button" type="submit">Send me a link</button></p>
</form>
<p class="quiet">In Teams you need no password: say <code>account</code> to the bot.</p>
${BACK}`,
  });
  if (retryAfterSeconds === undefined) return response;
  return { ...response, headers: { ...response.headers, "retry-after": String(retryAfterSeconds) } };
}

/** Says the same for every address. */
export function askedPage(email: string): HttpResponse {
  return page({
    status: 200,
    title: "Look into your mail",
    body: `<p>If <strong>${escapeHtml(email)}</strong> has an account with a password here, a mail with a link is on its way there.</p>
<p>The link works once, for an hour. Your old password works until you have chosen a new one.</p>
<p class="quiet">Nothing came after a few minutes? Look where spam goes, and whether that is the address of your invitation. If you never chose a password, ask an administrator of your team to invite you.</p>
${BACK}`,
  });
}

export function noMailPage(): HttpResponse {
  return page({
    status: 503,
    title: TITLE,
    body: `<p>${sentenceHtml(faults.PASSWORD_RESET_NO_MAIL().sentence)}</p>
${BACK}`,
  });
}
