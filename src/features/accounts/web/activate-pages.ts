import type { HttpCookie, HttpResponse } from "../../../core/http.ts";
import { escapeHtml, page } from "../../../core/page.ts";
import type { Invited } from "./activation.ts";
import {
  formStart,
  linkCodeHtml,
  PASSWORD_HINT,
  PASSWORD_SCRIPT,
  passwordField,
  sentenceHtml,
} from "./page-parts.ts";

export interface BotFace {
  readonly name: string;
  /** Undefined in local mode. */
  readonly appId: string | undefined;
}

interface FormPage {
  readonly action: string;
  readonly token: string;
  readonly cookies: readonly HttpCookie[];
}

/** Whose invitation it is, and the password's form. */
export function passwordPage(invited: Invited, form: FormPage, problem: string | undefined): HttpResponse {
  const { email } = invited.invitation;
  const field = passwordField({
    id: "password",
    label: "Choose a password",
    autocomplete: "new-password",
    hint: PASSWORD_HINT,
    problem,
  });
  return page({
    status: problem === undefined ? 200 : 400,
    title: titleOf(invited),
    scripts: [PASSWORD_SCRIPT],
    cookies: form.cookies,
    body: `${invitationHtml(invited)}
<p>Choose a password and you are in.</p>
${formStart(form.action, form.token)}
<label for="username">Your address</label>
<div class="row"><input id="username" name="username" type="email" autocomplete="username" readonly value="${escapeHtml(email)}"></div>
${field}
<p><button class="button" type="submit">Accept and make the account</button></p>
</form>
<h2>What the password opens</h2>
<p>Your account page and the API of this Ployst. Nothing else: servers take your SSH keys and never this password, and it is never in the directory (LDAP).</p>
${notYouHtml(invited)}`,
  });
}

/** For who has an account, or is known in Teams. */
export function acceptPage(invited: Invited, form: FormPage): HttpResponse {
  return page({
    status: 200,
    title: titleOf(invited),
    cookies: form.cookies,
    body: `${invitationHtml(invited)}
<p>You have an account here, so nothing else is needed.</p>
${formStart(form.action, form.token)}
<p><button class="button" type="submit">Accept the invitation</button></p>
</form>
${notYouHtml(invited)}`,
  });
}

/** The account is there; the code joins it to Teams. */
export function activatedPage(
  code: string,
  {
    bot,
    accountUrl,
    cookies,
  }: { readonly bot: BotFace; readonly accountUrl: string; readonly cookies: readonly HttpCookie[] },
): HttpResponse {
  return page({
    status: 200,
    title: "One more step",
    cookies,
    body: `<p>Your account is ready and the invitation accepted. One thing is left: who you are in Teams.</p>
${linkCodeHtml(code, bot)}
<p>Too late? <a href="${escapeHtml(accountUrl)}">Your account page</a> makes a new code.</p>`,
  });
}

export function acceptedPage(invited: Invited, accountUrl: string): HttpResponse {
  const isLinked = invited.recipient.aadObjectId !== "";
  const next = isLinked
    ? "<p>Go back to Teams and say <code>help</code> to see what you can do there.</p>"
    : `<p>Your account isn't linked to Teams yet: <a href="${escapeHtml(accountUrl)}">sign in to your account page</a> and take a code from there.</p>`;
  return page({
    status: 200,
    title: `You accepted the invitation to team ${invited.teamName}`,
    body: next,
  });
}

export function activationFailedPage(status: number, sentence: string, accountUrl: string): HttpResponse {
  return page({
    status,
    title: "This link doesn't work",
    body: `<p>${sentenceHtml(sentence)}</p><p><a href="${escapeHtml(accountUrl)}">Account page</a></p>`,
  });
}

function titleOf({ teamName }: Invited): string {
  return `Join team ${teamName}`;
}

function invitationHtml({ creatorName, teamName, invitation }: Invited): string {
  const who = creatorName === "" ? "Somebody" : creatorName;
  const to = invitation.email === "" ? "you" : invitation.email;
  return `<p><strong>${escapeHtml(who)}</strong> invited <strong>${escapeHtml(to)}</strong> to team <strong>${escapeHtml(teamName)}</strong> of this Ployst.</p>`;
}

function notYouHtml({ creatorName }: Invited): string {
  const who = creatorName === "" ? "" : ` and don't know ${escapeHtml(creatorName)}`;
  return `<p class="quiet">Not expected${who}? Close this page, and nothing happens: the invitation ends by itself.</p>`;
}
