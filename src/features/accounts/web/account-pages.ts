import type { RegistrationState, SshPublicKeyRecord } from "../../../adapters/store/contract/index.ts";
import type { HttpCookie, HttpResponse } from "../../../core/http.ts";
import { escapeHtml, page } from "../../../core/page.ts";
import type { Me, TeamOfMine } from "../api-me.ts";
import type { BotFace } from "./activate-pages.ts";
import {
  formStart,
  linkCodeHtml,
  PASSWORD_HINT,
  PASSWORD_SCRIPT,
  passwordField,
  problemText,
  type PasswordField,
} from "./page-parts.ts";

/** What was wrong with the form that was sent last. */
export interface AccountProblems {
  readonly current?: string;
  readonly password?: string;
  readonly key?: string;
  /** What was typed as key, to be mended. */
  readonly typedKey?: string;
}

export interface AccountView {
  readonly token: string;
  readonly cookies: readonly HttpCookie[];
  readonly bot: BotFace;
  readonly problems: AccountProblems;
  readonly said: string | undefined;
}

export function accountPage(me: Me, { token, cookies, bot, problems, said }: AccountView): HttpResponse {
  const hasProblem = Object.keys(problems).length > 0;
  return page({
    status: hasProblem ? 400 : 200,
    title: "Your account",
    scripts: [PASSWORD_SCRIPT],
    cookies,
    body: `${said === undefined ? "" : `<p class="said" role="status">${escapeHtml(said)}</p>`}
<dl>
${entry("Name", escapeHtml(me.name))}
${entry("Email", escapeHtml(me.email))}
${entry("Name on servers", me.posixName === undefined ? "None yet" : `<code>${escapeHtml(me.posixName)}</code>`)}
${entry("Directory", directoryHtml(me))}
${entry("Teams", teamsHtml(me.teams))}
${entry("Microsoft Teams", me.isLinked ? "Linked" : "Not linked")}
</dl>
${me.isLinked ? "" : linkForm(token, bot)}
<h2>SSH keys</h2>
${keysHtml(me.keys, token)}
${keyForm(token, problems)}
<h2>Password</h2>
<p>It opens this page and the API, and nothing else: servers take your SSH keys, never a password. A new one ends every other session.</p>
${passwordForm(me, token, problems)}
<h2>This browser</h2>
<p>You stay signed in for 12 hours without use, and for 7 days at most.</p>
${formStart("/account/logout", token)}<p><button class="button secondary" type="submit">Sign out</button></p></form>`,
  });
}

/** A new code for `account link`. */
export function codePage(code: string, bot: BotFace): HttpResponse {
  return page({
    status: 200,
    title: "Link your account to Teams",
    body: `${linkCodeHtml(code, bot)}<p><a href="/account">Back to your account</a></p>`,
  });
}

function entry(name: string, html: string): string {
  return `<div><dt>${name}</dt><dd>${html}</dd></div>`;
}

// As HTML.
const DIRECTORY: Readonly<Record<RegistrationState, string>> = {
  created: "No entry",
  invited: "No entry",
  activated: "No entry. Say <code>account</code> in Teams for an account on servers.",
  pre_posix: "Your entry is being made",
  posix: "Your entry is there",
  pre_key: "Your keys are being written",
  valid: "Your entry and keys are there",
  expired: "No entry",
  withdrawn: "No entry",
};

function directoryHtml({ state, isDirectoryBehind }: Me): string {
  const behind = "; it didn't take the last change and is asked again";
  return isDirectoryBehind ? `${DIRECTORY[state]}${behind}` : DIRECTORY[state];
}

function teamsHtml(teams: readonly TeamOfMine[]): string {
  if (teams.length === 0) return "None";
  const items = teams.map(({ name, role, state }) => {
    const standing = role === "user" ? "member" : role;
    const waits = state === "accepted" ? ", once your account is linked to Teams" : "";
    return `<li>${escapeHtml(name)} <span class="quiet">(${standing}${waits})</span></li>`;
  });
  return `<ul>${items.join("")}</ul>`;
}

function linkForm(token: string, { name }: BotFace): string {
  return `${formStart("/account/code", token)}
<p>Your account isn't linked to Microsoft Teams, so ${escapeHtml(name)} doesn't know you there. A code joins the two.</p>
<p><button class="button" type="submit">Get a code</button></p></form>`;
}

function keysHtml(keys: readonly SshPublicKeyRecord[], token: string): string {
  if (keys.length === 0) return "<p>You have no key yet. Servers let you in by it.</p>";
  return `<ul class="keys">${keys.map((key) => keyHtml(key, token)).join("")}</ul>`;
}

function keyHtml({ fingerprint, type, comment }: SshPublicKeyRecord, token: string): string {
  const shown = escapeHtml(fingerprint);
  const about = comment === "" ? type : `${type}, ${comment}`;
  return `<li>${formStart("/account/keys/remove", token)}<input type="hidden" name="fingerprint" value="${shown}">
<div class="row"><div><code>${shown}</code><br><span class="quiet">${escapeHtml(about)}</span></div>
<button class="button secondary" type="submit" aria-label="Remove key ${shown}">Remove</button></div></form></li>`;
}

function keyForm(token: string, { key, typedKey = "" }: AccountProblems): string {
  const problem = key === undefined ? "" : ' aria-invalid="true" autofocus';
  return `${formStart("/account/keys", token)}
<label for="key">Add a public key</label>
${problemText("key-problem", key)}<div class="row"><textarea id="key" name="key" rows="3" required maxlength="8000" spellcheck="false" autocapitalize="none" aria-describedby="${key === undefined ? "" : "key-problem "}key-hint"${problem}>${escapeHtml(typedKey)}</textarea></div>
<p class="quiet" id="key-hint">One line of a file such as <code>~/.ssh/id_ed25519.pub</code>. Never a private key.</p>
<p><button class="button" type="submit">Add key</button></p></form>`;
}

function passwordForm({ email }: Me, token: string, { current, password }: AccountProblems): string {
  const fields: readonly PasswordField[] = [
    { id: "current", label: "Current password", autocomplete: "current-password", problem: current },
    {
      ...{ id: "password", label: "New password", problem: password },
      autocomplete: "new-password",
      hint: PASSWORD_HINT,
    },
  ];
  return `${formStart("/account/password", token)}
<input type="email" name="username" autocomplete="username" value="${escapeHtml(email)}" readonly hidden>
${fields.map(passwordField).join("\n")}
<p><button class="button" type="submit">Change password</button></p></form>`;
}
