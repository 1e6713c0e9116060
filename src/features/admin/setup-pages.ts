import type { HttpResponse } from "../../core/http.ts";
import { escapeHtml, page } from "../../core/page.ts";
import { APP_PERMISSIONS, type AppManifest } from "./github-app.ts";

const RUN_SETUP =
  "<p>On the machine that runs Ployst, say <code>ployst setup</code> and open the new link.</p>";

export interface SetupForm {
  readonly githubWebUrl: string;
  readonly manifest: AppManifest;
  readonly token: string;
  readonly state: string;
  /** Undefined: the person's own account. */
  readonly organization: string | undefined;
  /** What was typed and is no organization's name. */
  readonly refused: string | undefined;
}

/** Explains, and posts the manifest to GitHub. */
export function setupPage(form: SetupForm): HttpResponse {
  const origin = new URL(form.githubWebUrl).origin;
  return page({
    status: 200,
    title: "Make the GitHub App",
    scripts: ["/static/setup.js"],
    headers: {
      // As the server's, but for the one form that goes to GitHub.
      "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self' ${origin}; base-uri 'none'; frame-ancestors 'none'`,
      // Without a referrer the browser says "Origin: null", which GitHub may refuse; the address with the token stays here.
      "referrer-policy": "strict-origin",
    },
    body: `<p>Ployst talks to GitHub as a <em>GitHub App</em> of your own. GitHub makes it from the list below; you only press a button there. Nothing is installed yet: you choose the repositories afterwards.</p>
${organizationForm(form)}
<form id="manifest-form" method="post" action="${escapeHtml(newAppUrl(form))}" data-personal="${escapeHtml(newAppUrl({ ...form, organization: undefined }))}" data-organization="${escapeHtml(newAppUrl({ ...form, organization: "ORGANIZATION" }))}">
<input type="hidden" name="manifest" value="${escapeHtml(JSON.stringify(form.manifest))}">
<p><button class="button" type="submit">Continue to ${escapeHtml(new URL(form.githubWebUrl).host)}</button></p>
</form>
<p class="quiet">GitHub will send events to <code>${escapeHtml(form.manifest.hook_attributes.url)}</code> and people back to <code>${escapeHtml(form.manifest.url)}</code>. Not right? Set PUBLIC_URL, restart, and begin again.</p>
<h2>What the App asks for</h2>
<p>People act with their own GitHub rights: the App lets nobody do more than GitHub lets them.</p>
<div class="table"><table><thead><tr><th scope="col">Permission</th><th scope="col">Access</th><th scope="col">For</th></tr></thead><tbody>
${APP_PERMISSIONS.map(toRow).join("\n")}
</tbody></table></div>`,
  });
}

function organizationForm({ token, organization, refused }: SetupForm): string {
  const problem =
    refused === undefined
      ? ""
      : `<p class="problem" id="organization-problem">"${escapeHtml(refused)}" is not the name of an organization. It is the part after github.com/, for example <code>contoso</code>.</p>`;
  const described =
    refused === undefined ? "" : ' aria-describedby="organization-problem" aria-invalid="true"';
  return `<form id="organization-form" method="get" action="/setup/github">
<input type="hidden" name="token" value="${escapeHtml(token)}">
<label for="organization">Organization that shall own the App</label>
<div class="row"><input id="organization" name="organization" value="${escapeHtml(refused ?? organization ?? "")}" maxlength="39" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="empty: your own account"${described}>
<button class="button secondary" type="submit" id="organization-button">Use it</button></div>
${problem}</form>
<p>The App will belong to <strong id="owner">${organization === undefined ? "your own account" : escapeHtml(organization)}</strong>.</p>`;
}

/** Where GitHub takes manifests. */
function newAppUrl(form: Pick<SetupForm, "githubWebUrl" | "organization" | "state">): string {
  const owner =
    form.organization === undefined ? "" : `/organizations/${encodeURIComponent(form.organization)}`;
  const url = new URL(`${form.githubWebUrl}${owner}/settings/apps/new`);
  url.searchParams.set("state", form.state);
  return url.href;
}

function toRow({ title, asks, needs, why }: (typeof APP_PERMISSIONS)[number]): string {
  const optional = needs === undefined ? ' <span class="quiet">(optional)</span>' : "";
  return `<tr><td>${escapeHtml(title)}${optional}</td><td>${asks}</td><td>${escapeHtml(why)}</td></tr>`;
}

/** Without a live link: says nothing about this Ployst but the way to a new one. */
export function linkGonePage(): HttpResponse {
  return page({
    status: 404,
    title: "This setup link doesn't work",
    body: `<p>Setup links work once, for an hour. This one was used, has expired, or isn't whole.</p>${RUN_SETUP}`,
  });
}

export function unreachablePage(publicUrl: string): HttpResponse {
  return page({
    status: 409,
    title: "GitHub can't reach this Ployst",
    body: `<p>Its address is <code>${escapeHtml(publicUrl)}</code>, and GitHub delivers nothing to a loopback address. Set PUBLIC_URL to the https address under which the internet reaches Ployst (a tunnel to this machine will do) and restart.</p>${RUN_SETUP}`,
  });
}

export function declinedPage(): HttpResponse {
  return page({
    status: 400,
    title: "No App was made",
    body: "<p>GitHub sent you back without a code. Open the setup link once more and press the button there.</p>",
  });
}

/** GitHub was asked and did not hand out the credentials; the link still works. */
export function conversionFailedPage(sentence: string, isRetryable: boolean): HttpResponse {
  const next = isRetryable
    ? "<p>Reload this page to ask GitHub once more. If that says that the link was used, open the setup link again, and delete the App without credentials in GitHub's settings.</p>"
    : "";
  return page({
    status: isRetryable ? 503 : 409,
    title: "GitHub didn't hand over the App",
    body: `<p>${escapeHtml(sentence)}</p>${next}`,
  });
}

/** GitHub gives the credentials once: what could not be kept is lost. */
export function notKeptPage(appUrl: string, reason: string): HttpResponse {
  return page({
    status: 500,
    title: "The App was made, but can't be used",
    body: `<p>${escapeHtml(reason)}</p><p>Delete <a href="${escapeHtml(appUrl)}">this App</a> in GitHub's settings, then open the setup link once more.</p>`,
  });
}

export function appMadePage(app: { readonly slug: string; readonly htmlUrl: string }): HttpResponse {
  return page({
    status: 200,
    title: "The GitHub App is made",
    body: `<p><a href="${escapeHtml(app.htmlUrl)}">${escapeHtml(app.slug)}</a> belongs to you, and this Ployst has its keys. Three steps are left:</p>
<ol><li>Restart Ployst: it reads the App when it starts. <code>ployst doctor</code> then says whether all is well.</li>
<li><a href="${escapeHtml(`${app.htmlUrl}/installations/new`)}">Install the App</a> and choose the repositories.</li>
<li>In a Teams channel say <code>subscribe owner/repo</code> to the bot.</li></ol>`,
  });
}

/** For everybody who comes back from an installation, whatever the address says. */
export function installedPage(): HttpResponse {
  return page({
    status: 200,
    title: "Thank you, that's all here",
    body: `<p>When GitHub tells Ployst what was installed or changed, commands that waited for it go on by themselves. Go back to Microsoft Teams; if nothing happens there within a minute, say your command again.</p>
<p class="quiet">If an owner of the organization has to approve the installation first, your command waits for a week.</p>`,
  });
}
