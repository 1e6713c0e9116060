import { findAccount } from "../lookups.ts";
import type { AppRecord } from "../world.ts";
import { page, redirect, type Answer } from "../http/answer.ts";
import { field, type Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import { chooseCallback } from "./callbacks.ts";
import { escapeHtml, hidden, layout, withQuery } from "./layout.ts";

const DOCS = "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors/";
const ASKED = ["client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method", "login"];

interface Asked {
  app: AppRecord;
  redirectUri: string;
  state: string | undefined;
  challenge: string | undefined;
}

/** The sign-in page. Whose browser it is, the visitor chooses: every user of the lab has a button. */
export const authorizeRoutes: Route[] = [
  route("GET /login/oauth/authorize", (call) => {
    const asked = readAsked(call);
    return "status" in asked ? asked : page(renderPage(call, asked.app));
  }),
  route("POST /login/oauth/authorize", (call) => {
    const asked = readAsked(call);
    if ("status" in asked) return asked;
    const user = findAccount(call.world, field(call, "as") ?? "");
    if (user?.type !== "User") return denied(asked);
    const { app, redirectUri, state, challenge } = asked;
    const code = call.world.codes.createSignIn({ app, user, redirectUri, challenge });
    return redirect(withQuery(redirectUri, { code, state }));
  }),
];

function readAsked(call: Call): Asked | Answer {
  const app = call.world.apps.find(({ clientId }) => clientId === field(call, "client_id"));
  if (app === undefined) return page(layout("Page not found", "<p>No App has this client id.</p>"), 404);
  const state = field(call, "state");
  const redirectUri = chooseCallback(app, field(call, "redirect_uri"));
  if (redirectUri === undefined) return mismatch(app, state);
  const challenge = field(call, "code_challenge");
  if (challenge !== undefined && field(call, "code_challenge_method") !== "S256") {
    const text = "<p>code_challenge_method must be S256.</p>";
    return page(layout("The sign-in request is not valid", text), 400);
  }
  return { app, redirectUri, state, challenge };
}

function mismatch(app: AppRecord, state: string | undefined): Answer {
  const [registered] = app.callbackUrls;
  if (registered === undefined)
    return page(layout("Be careful!", "<p>The App has no callback URL.</p>"), 400);
  const error_description = "The redirect_uri MUST match the registered callback URL for this application.";
  const error_uri = `${DOCS}#redirect-uri-mismatch`;
  return redirect(
    withQuery(registered, { error: "redirect_uri_mismatch", error_description, error_uri, state }),
  );
}

function denied({ redirectUri, state }: Asked): Answer {
  const error_description = "The user has denied your application access.";
  const error_uri = `${DOCS}#access-denied`;
  return redirect(withQuery(redirectUri, { error: "access_denied", error_description, error_uri, state }));
}

function renderPage(call: Call, app: AppRecord): string {
  const suggested = call.query.get("login")?.toLowerCase();
  const users = [...call.world.accounts.values()].filter(({ type }) => type === "User");
  const buttons = users.map(({ login, name }) => {
    const main = login.toLowerCase() === suggested ? ' class="main"' : "";
    return `<button${main} name="as" value="${escapeHtml(login)}">Continue as ${escapeHtml(login)} (${escapeHtml(name)})</button>`;
  });
  const fields = ASKED.map((name) => hidden(name, call.query.get(name) ?? undefined));
  return layout(
    `Authorize ${app.name}`,
    `<p>${escapeHtml(app.name)} would like to know who you are and act on your behalf. Who is at the keyboard?</p>
<form method="post" action="/login/oauth/authorize">${fields.join("")}
${buttons.join("\n")}
<button name="as" value="">Cancel</button></form>`,
  );
}
