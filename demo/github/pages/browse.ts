import { findRepository, fullName } from "../lookups.ts";
import type { RepositoryRecord } from "../world.ts";
import { page, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import { escapeHtml, layout } from "./layout.ts";

/** Small pages behind the links that cards carry, and avatars. Private repositories stay unseen: nobody is signed in. */
export const browseRoutes: Route[] = [
  route("GET /", home),
  route("GET /avatars/u/:id", avatar),
  route(
    "GET /:owner/:repo",
    ofRepository((_, repository) => escapeHtml(repository.description ?? "")),
  ),
  route("GET /:owner/:repo/issues/:number", ofRepository(describeIssue)),
  route("GET /:owner/:repo/pull/:number", ofRepository(describeIssue)),
  route(
    "GET /:owner/:repo/commit/:sha",
    ofRepository((call, repository) =>
      escapeHtml(repository.commits.get(param(call, "sha"))?.message ?? "No such commit."),
    ),
  ),
  route(
    "GET /:owner/:repo/*rest",
    ofRepository((call) => escapeHtml(param(call, "rest"))),
  ),
];

function ofRepository(describe: (call: Call, repository: RepositoryRecord) => string): Route["run"] {
  return (call) => {
    const repository = findRepository(call.world, `${param(call, "owner")}/${param(call, "repo")}`);
    if (repository === undefined || repository.private) return page(layout("Page not found", ""), 404);
    return page(layout(fullName(repository), `<p>${describe(call, repository)}</p>`));
  };
}

function describeIssue(call: Call, repository: RepositoryRecord): string {
  const issue = repository.issues.get(Number(param(call, "number")));
  if (issue === undefined) return "No such issue.";
  return `<strong>${escapeHtml(issue.title)}</strong> #${String(issue.number)} (${issue.state})</p><p>${escapeHtml(issue.body ?? "")}`;
}

function home({ world }: Call): Answer {
  const shown = [...world.repositories.values()].filter((repository) => !repository.private).slice(0, 100);
  const rows = shown.map((repository) => {
    const name = escapeHtml(fullName(repository));
    return `<li><a href="/${name}">${name}</a></li>`;
  });
  return page(layout("Repositories", `<ul>${rows.join("\n")}</ul>`));
}

function avatar(call: Call): Answer {
  const account = call.world.accounts.get(Number(param(call, "id")));
  if (account === undefined) return page(layout("Page not found", ""), 404);
  const hue = account.id % 360;
  const initial = escapeHtml(account.login.charAt(0).toUpperCase());
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><rect width="80" height="80" fill="hsl(${String(hue)} 50% 40%)"/><text x="40" y="54" font-size="40" font-family="sans-serif" text-anchor="middle" fill="#fff">${initial}</text></svg>`;
  return { status: 200, text, headers: { "content-type": "image/svg+xml" } };
}
