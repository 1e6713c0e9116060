import type { HttpResponse } from "../../core/http.ts";
import { escapeHtml, page } from "../../core/page.ts";

/** Teams on the web opens these pages in a popup and is told the code through its opener, which the server's default cuts off. */
const POPUP_HEADERS = { "cross-origin-opener-policy": "unsafe-none" };

/** Whose link this is, before anything happens: somebody who was handed it sees that it isn't theirs. */
export function startPage(owner: string, continueUrl: string): HttpResponse {
  return page({
    status: 200,
    title: "Connect GitHub to Microsoft Teams",
    headers: POPUP_HEADERS,
    body: `<p>This link was made for <strong>${escapeHtml(owner)}</strong> in Microsoft Teams.</p>
<p>If you are ${escapeHtml(owner)}, continue to GitHub and sign in with <em>your own</em> account there.</p>
<p><a class="button" href="${escapeHtml(continueUrl)}">Continue to GitHub</a></p>
<p class="quiet">Not you? Close this page. Never continue with a link that somebody else sent you: it would connect your GitHub account to their Teams account.</p>`,
  });
}

/** The code that must come back from the same Teams user. */
export function codePage(owner: string, login: string, code: string): HttpResponse {
  return page({
    status: 200,
    title: "One more step",
    headers: POPUP_HEADERS,
    scripts: ["/static/teams-js.js", "/static/signin.js"],
    body: `<p>GitHub knows you as <strong>@${escapeHtml(login)}</strong>. To connect it to <strong>${escapeHtml(owner)}</strong>, go back to Microsoft Teams and say to the bot:</p>
<p class="code"><code>signin ${escapeHtml(code)}</code></p>
<p class="quiet" id="teams-state" data-code="${escapeHtml(code)}">The code works once, for ten minutes, and only for ${escapeHtml(owner)}. Don't give it to anybody else.</p>`,
  });
}

export function failurePage(status: number, sentence: string): HttpResponse {
  return page({ status, title: "That didn't work", body: `<p>${escapeHtml(sentence)}</p>` });
}
