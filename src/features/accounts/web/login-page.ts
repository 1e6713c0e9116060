import type { HttpResponse } from "../../../core/http.ts";
import { page } from "../../../core/page.ts";
import type { FormProof } from "./form-guard.ts";
import { formStart, PASSWORD_SCRIPT, passwordField, problemText, textField } from "./page-parts.ts";

export interface LoginTry {
  readonly status: number;
  readonly email: string;
  readonly problem?: string;
  readonly retryAfterSeconds?: number;
}

export function loginPage(
  { status, email, problem, retryAfterSeconds }: LoginTry,
  { token, cookies }: FormProof,
): HttpResponse {
  const described = problem === undefined ? undefined : "login-problem";
  const response = page({
    status,
    title: "Sign in to your account",
    scripts: [PASSWORD_SCRIPT],
    cookies,
    body: `${formStart("/account/login", token)}
${problemText("login-problem", problem)}${textField({ id: "email", label: "Email", type: "email", autocomplete: "username", value: email, describedBy: described })}
${passwordField({ id: "password", label: "Password", autocomplete: "current-password" })}
<p><button class="button" type="submit">Sign in</button></p>
</form>
<p><a href="/account/forgotten">Forgotten your password?</a></p>
<p class="quiet">The password is the one that you chose when you opened the link of an invitation. No invitation yet? Ask an administrator of your team to invite you. In Teams you need no password: say <code>account</code> to the bot.</p>`,
  });
  if (retryAfterSeconds === undefined) return response;
  return { ...response, headers: { ...response.headers, "retry-after": String(retryAfterSeconds) } };
}
