import { findAccount } from "../lookups.ts";
import type { Account, AppRecord, RepositoryRecord } from "../world.ts";
import { page, redirect, type Answer } from "../http/answer.ts";
import { field, param, type Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import { install } from "../acts/installations.ts";
import { escapeHtml, hidden, layout, withQuery } from "./layout.ts";

/** Installing the App: choose who you are, an account of yours, and all or some of its repositories. */
export const installRoutes: Route[] = [
  // GitHub Enterprise Server, whose API prefix the lab has, serves an App's pages under /github-apps.
  ...["/apps", "/github-apps"].flatMap((prefix) => [
    route(
      `GET ${prefix}/:slug`,
      withApp((_, app) => redirect(`/apps/${app.slug}/installations/new`)),
    ),
    route(
      `GET ${prefix}/:slug/installations/new`,
      withApp((call, app) => page(renderPage(call, app))),
    ),
    route(
      `GET ${prefix}/:slug/installations/new/permissions`,
      withApp((call, app) => page(renderPage(call, app))),
    ),
    route(
      `GET ${prefix}/:slug/installations/select_target`,
      withApp((call, app) => page(renderPage(call, app))),
    ),
  ]),
  route("POST /apps/:slug/installations", withApp(answerForm)),
];

function withApp(run: (call: Call, app: AppRecord) => Answer): Route["run"] {
  return (call) => {
    const app = call.world.apps.find(({ slug }) => slug === param(call, "slug"));
    return app === undefined
      ? page(layout("Page not found", "<p>There is no such App.</p>"), 404)
      : run(call, app);
  };
}

export function administers(user: Account, account: Account): boolean {
  return user === account || account.members.get(user.id) === "admin";
}

/** An owner installs; a member of the organisation can only ask its owners, as on GitHub. */
function answerForm(call: Call, app: AppRecord): Answer {
  const user = findAccount(call.world, field(call, "as") ?? "");
  const account = findAccount(call.world, field(call, "account") ?? "");
  if (user?.type !== "User" || account === undefined)
    return page(layout("Not installed", "<p>Choose an account.</p>"), 422);
  const state = field(call, "state");
  if (!administers(user, account)) {
    if (!account.members.has(user.id))
      return page(layout("Page not found", "<p>This is not your account.</p>"), 404);
    return back(app, { setup_action: "request", state }, "Your request has been sent to the owners.");
  }
  const repositories = field(call, "selection") === "all" ? "all" : chosen(call, account);
  if (repositories.length === 0)
    return page(layout("Not installed", "<p>Choose at least one repository.</p>"), 422);
  const { record } = install(call.world, app, account, repositories, user);
  const parameters = { installation_id: String(record.id), setup_action: "install", state };
  return back(app, parameters, `${app.name} is installed on ${account.login}.`);
}

function back(app: AppRecord, parameters: Record<string, string | undefined>, otherwise: string): Answer {
  if (app.setupUrl !== null) return redirect(withQuery(app.setupUrl, parameters));
  return page(layout("Done", `<p>${escapeHtml(otherwise)}</p>`));
}

function chosen(call: Call, account: Account): RepositoryRecord[] {
  const { repository: value } = call.body;
  const ids = (Array.isArray(value) ? value : [value]).map(Number);
  return ids.flatMap((id) => call.world.repositories.get(id) ?? []).filter(({ owner }) => owner === account);
}

function renderPage(call: Call, app: AppRecord): string {
  const accounts = [...call.world.accounts.values()].filter(({ type }) => type !== "Bot");
  const users = accounts.filter(({ type }) => type === "User");
  const state = hidden("state", call.query.get("state") ?? undefined);
  const forms = accounts.flatMap((account) => {
    const people = users.filter((user) => administers(user, account) || account.members.has(user.id));
    return people.length === 0 ? [] : [renderForm(call, app, account, people, state)];
  });
  return layout(`Install ${app.name}`, `<p>Where should it be installed?</p>\n${forms.join("\n")}`);
}

function renderForm(
  call: Call,
  app: AppRecord,
  account: Account,
  people: readonly Account[],
  state: string,
): string {
  const owned = [...call.world.repositories.values()].filter(({ owner }) => owner === account).slice(0, 50);
  const boxes = owned.map(
    ({ id, name }) =>
      `<label><input type="checkbox" name="repository" value="${String(id)}"> ${escapeHtml(name)}</label><br>`,
  );
  const buttons = people.map((user) => {
    const [verb, main] = administers(user, account) ? ["Install", ' class="main"'] : ["Request", ""];
    return `<button${main} name="as" value="${escapeHtml(user.login)}">${verb} as ${escapeHtml(user.login)}</button>`;
  });
  return `<form method="post" action="/apps/${escapeHtml(app.slug)}/installations"><fieldset><legend>${escapeHtml(account.login)}</legend>
${state}${hidden("account", account.login)}
<label><input type="radio" name="selection" value="all" checked> All repositories</label><br>
<label><input type="radio" name="selection" value="selected"> Only these:</label><br>
${boxes.join("\n")}
${buttons.join("\n")}</fieldset></form>`;
}
