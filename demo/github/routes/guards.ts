import type { AppAccess, IssueRecord, Permission, RepositoryRecord } from "../world.ts";
import type { AppCaller } from "../auth/caller.ts";
import type { UserToken } from "../auth/tokens.ts";
import { inaccessible, refuseAct, refuseRead } from "../auth/access.ts";
import type { Answer } from "../http/answer.ts";
import { fail, notFound } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import type { Route } from "../http/router.ts";
import type { By } from "../acts/issues.ts";
import { findCovering, findRepository } from "../lookups.ts";

type Run = Route["run"];

/** For endpoints that only an App's JSON web token opens. */
export function asApp(run: (call: Call, caller: AppCaller) => Answer): Run {
  return (call) =>
    call.caller.kind === "app-jwt"
      ? run(call, call.caller)
      : fail(401, "A JSON web token could not be decoded");
}

/** For endpoints about the person whose token it is. */
export function asUser(run: (call: Call, caller: UserToken) => Answer): Run {
  return (call) => {
    if (call.caller.kind === "none") return fail(401, "Requires authentication");
    return call.caller.kind === "user" ? run(call, call.caller) : inaccessible();
  };
}

/** The repository of a former name: 301 for a read, 307 for the rest, to its address by id. */
function findMoved(call: Call): Answer | undefined {
  const name = `${param(call, "owner")}/${param(call, "repo")}`.toLowerCase();
  const repository = call.world.repositories.get(call.world.formerNames.get(name) ?? -1);
  if (repository === undefined || isHidden(call, repository)) return undefined;
  const rest = call.path.split("/").slice(4).join("/");
  const query = call.query.size === 0 ? "" : `?${call.query.toString()}`;
  const location = `${call.world.apiUrl}/repositories/${String(repository.id)}${rest === "" ? "" : `/${rest}`}${query}`;
  const status = ["GET", "HEAD"].includes(call.method) ? 301 : 307;
  const message = status === 301 ? "Moved Permanently" : "Temporary Redirect";
  const body = {
    message,
    url: location,
    documentation_url:
      "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
  };
  return { status, headers: { location }, json: body };
}

/** An App's own token reads no repositories, but learns where one that it is installed on has moved. */
function isHidden({ caller, world }: Call, repository: RepositoryRecord): boolean {
  if (caller.kind === "app-jwt" && findCovering(world, caller.app, repository) !== undefined) return false;
  return refuseRead(world, caller, repository) !== undefined;
}

/** Finds `/repos/:owner/:repo` by name, following renames, without asking who may read it. */
export function named(run: (call: Call, repository: RepositoryRecord) => Answer): Run {
  return (call) => {
    const repository = findRepository(call.world, `${param(call, "owner")}/${param(call, "repo")}`);
    return repository === undefined ? (findMoved(call) ?? notFound()) : run(call, repository);
  };
}

/** For endpoints of a repository that the caller may read. */
export function readable(run: (call: Call, repository: RepositoryRecord) => Answer): Run {
  return named(
    (call, repository) => refuseRead(call.world, call.caller, repository) ?? run(call, repository),
  );
}

export interface Need {
  permission: string;
  access: AppAccess;
  role: Permission;
}

/** For endpoints that change a repository; `by` is the person, or the App's bot when the App acts by itself. */
export function writable(need: Need, run: (call: Call, repository: RepositoryRecord, by: By) => Answer): Run {
  return named((call, repository) => {
    const refusal = refuseAct(call.world, call.caller, repository, need);
    if (refusal !== undefined) return refusal;
    const { caller } = call;
    if (caller.kind === "user") return run(call, repository, { sender: caller.user, viaApp: caller.app });
    if (caller.kind !== "installation") return inaccessible();
    const { app } = caller.installation;
    return run(call, repository, { sender: app.bot, viaApp: app });
  });
}

/** The `:number` of the path as an issue; with `pull`, as a pull request only. */
export function withIssue(
  call: Call,
  repository: RepositoryRecord,
  kind: "issue" | "pull",
  run: (issue: IssueRecord) => Answer,
): Answer {
  const issue = repository.issues.get(Number(param(call, "number")));
  if (issue === undefined || (kind === "pull" && issue.pull === undefined)) return notFound();
  return run(issue);
}
