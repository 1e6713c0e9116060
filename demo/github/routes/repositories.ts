import { effectivePermission, explicitPermission, refuseRead } from "../auth/access.ts";
import { invalid, notFound, ok, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import { findAccount } from "../lookups.ts";
import type { CommitRecord, RepositoryRecord } from "../world.ts";
import { toUser } from "../shapes/account.ts";
import { toCheckRun, toCheckSuite } from "../shapes/check.ts";
import { toCommit } from "../shapes/commit.ts";
import { toLabel } from "../shapes/issue.ts";
import { repositoryUrl, toPermissions, toRepository } from "../shapes/repository.ts";
import { asUser, readable, writable } from "./guards.ts";

/** Repositories, and what of them only is read: branches, commits, checks, labels, people's permissions. */
export const repositoryRoutes: Route[] = [
  route(
    "GET /repos/:owner/:repo",
    readable((call, repository) => ok(toSeen(call, repository))),
  ),
  route(
    "GET /user/repos",
    asUser((call, { user }) => listed(call, (repository) => explicitPermission(user, repository) !== "none")),
  ),
  route("GET /users/:name/repos", ofAccount),
  route("GET /orgs/:name/repos", ofAccount),
  route(
    "GET /repos/:owner/:repo/branches",
    readable((call, repository) =>
      paged(call, [...repository.branches.keys()], (name) => toBranch(call, repository, name)),
    ),
  ),
  route(
    "GET /repos/:owner/:repo/branches/*branch",
    readable((call, repository) => {
      const name = param(call, "branch");
      return repository.branches.has(name) ? ok(toBranch(call, repository, name)) : notFound();
    }),
  ),
  route(
    "GET /repos/:owner/:repo/commits",
    readable((call, repository) => {
      const ref = call.query.get("sha") ?? repository.defaultBranch;
      return paged(call, history(repository, ref), (commit) => toCommit(call.world, repository, commit));
    }),
  ),
  route(
    "GET /repos/:owner/:repo/commits/:ref",
    readable((call, repository) => {
      const commit = findCommit(repository, param(call, "ref"));
      if (commit === undefined) return invalid("Commit", "sha", "invalid");
      return ok(toCommit(call.world, repository, commit));
    }),
  ),
  route(
    "GET /repos/:owner/:repo/commits/:ref/check-runs",
    readable((call, repository) => {
      const runs = suitesOf(call, repository).flatMap((suite) => suite.runs.map((run) => ({ suite, run })));
      const shape = ({ suite, run }: (typeof runs)[number]): unknown =>
        toCheckRun(call.world, repository, suite, run);
      return paged(call, runs, shape, (check_runs, total_count) => ({ total_count, check_runs }));
    }),
  ),
  route(
    "GET /repos/:owner/:repo/commits/:ref/check-suites",
    readable((call, repository) =>
      paged(
        call,
        suitesOf(call, repository),
        (suite) => toCheckSuite(call.world, repository, suite),
        (check_suites, total_count) => ({ total_count, check_suites }),
      ),
    ),
  ),
  route(
    "GET /repos/:owner/:repo/labels",
    readable((call, repository) =>
      paged(call, [...repository.labels.values()], (label) => toLabel(call.world, repository, label)),
    ),
  ),
  route(
    "GET /repos/:owner/:repo/collaborators/:login/permission",
    writable({ permission: "metadata", access: "read", role: "write" }, permissionOf),
  ),
];

function toSeen(call: Call, repository: RepositoryRecord): Record<string, unknown> {
  const { caller, world } = call;
  const { owner } = repository;
  return {
    ...toRepository(world, repository),
    ...(owner.type === "Organization" ? { organization: toUser(world, owner) } : {}),
    ...(caller.kind === "user"
      ? { permissions: toPermissions(effectivePermission(caller.user, repository)) }
      : {}),
    ...(caller.kind === "installation" ? { permissions: toPermissions("none") } : {}),
    network_count: 0,
    subscribers_count: 1,
  };
}

function listed(call: Call, keep: (repository: RepositoryRecord) => boolean): Answer {
  const visible = [...call.world.repositories.values()].filter(
    (repository) => keep(repository) && refuseRead(call.world, call.caller, repository) === undefined,
  );
  return paged(call, visible, (repository) => toSeen(call, repository));
}

function ofAccount(call: Call): Answer {
  const owner = findAccount(call.world, param(call, "name"));
  return owner === undefined ? notFound() : listed(call, (repository) => repository.owner === owner);
}

function toBranch(call: Call, repository: RepositoryRecord, name: string): Record<string, unknown> {
  const sha = repository.branches.get(name);
  const url = `${repositoryUrl(call.world, repository)}/commits/${String(sha)}`;
  return { name, commit: { sha, url }, protected: false };
}

function findCommit(repository: RepositoryRecord, ref: string): CommitRecord | undefined {
  return repository.commits.get(repository.branches.get(ref) ?? ref);
}

function history(repository: RepositoryRecord, ref: string): CommitRecord[] {
  const found: CommitRecord[] = [];
  let commit = findCommit(repository, ref);
  while (commit !== undefined) {
    found.push(commit);
    commit = commit.parent === null ? undefined : repository.commits.get(commit.parent);
  }
  return found;
}

function suitesOf(call: Call, repository: RepositoryRecord): RepositoryRecord["suites"] {
  const head = findCommit(repository, param(call, "ref"))?.sha;
  return repository.suites.filter((suite) => suite.headSha === head);
}

function permissionOf(call: Call, repository: RepositoryRecord): Answer {
  const account = findAccount(call.world, param(call, "login"));
  if (account === undefined) return notFound();
  const role = effectivePermission(account, repository);
  const coarse: Record<string, string> = { maintain: "write", triage: "read" };
  const user = { ...toUser(call.world, account), permissions: toPermissions(role), role_name: role };
  return ok({ permission: coarse[role] ?? role, role_name: role, user });
}
