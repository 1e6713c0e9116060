import { explicitPermission, rank, suspended } from "../auth/access.ts";
import type { UserToken } from "../auth/tokens.ts";
import { noContent, notFound, ok, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import { findAccount, listCovered } from "../lookups.ts";
import type { Account, InstallationRecord } from "../world.ts";
import { toProfile } from "../shapes/account.ts";
import { toInstallation } from "../shapes/installation.ts";
import { toOrganization } from "../shapes/organization.ts";
import { toPermissions, toRepository } from "../shapes/repository.ts";
import { asUser } from "./guards.ts";

/** People, organisations, and what a person's token reaches. */
export const accountRoutes: Route[] = [
  route(
    "GET /user",
    asUser((call, { user }) => ok(toProfile(call.world, user))),
  ),
  route("GET /user/installations", asUser(listInstallations)),
  route("GET /user/installations/:id/repositories", asUser(listInstallationRepositories)),
  route(
    "GET /user/orgs",
    asUser((call, { user }) => paged(call, orgsOf(call, user), (org) => toOrganization(call.world, org))),
  ),
  route(
    "GET /user/memberships/orgs",
    asUser((call, { user }) => paged(call, orgsOf(call, user), (org) => toMembership(call, org, user))),
  ),
  route(
    "GET /user/memberships/orgs/:name",
    asUser((call, { user }) => {
      const org = orgsOf(call, user).find(
        ({ login }) => login.toLowerCase() === param(call, "name").toLowerCase(),
      );
      return org === undefined ? notFound() : ok(toMembership(call, org, user));
    }),
  ),
  route("GET /user/:id", (call) => profile(call, call.world.accounts.get(Number(param(call, "id"))))),
  route("GET /users/:name", (call) => profile(call, findAccount(call.world, param(call, "name")))),
  route("GET /orgs/:name", (call) => {
    const org = findAccount(call.world, param(call, "name"));
    if (org?.type !== "Organization") return notFound();
    return ok({ ...toProfile(call.world, org), ...toOrganization(call.world, org) });
  }),
  route(
    "GET /orgs/:name/members/:login",
    asUser((call, { user }) => {
      const org = findAccount(call.world, param(call, "name"));
      const wanted = findAccount(call.world, param(call, "login"));
      if (org === undefined || wanted === undefined || !org.members.has(user.id)) return notFound();
      return org.members.has(wanted.id) ? noContent() : notFound();
    }),
  ),
];

function profile(call: Call, account: Account | undefined): Answer {
  return account === undefined ? notFound() : ok(toProfile(call.world, account));
}

function orgsOf(call: Call, user: Account): Account[] {
  return [...call.world.accounts.values()].filter((account) => account.members.has(user.id));
}

function toMembership(call: Call, org: Account, user: Account): Record<string, unknown> {
  const url = `${call.world.apiUrl}/orgs/${org.login}/memberships/${user.login}`;
  return {
    url,
    state: "active",
    role: org.members.get(user.id),
    organization: toOrganization(call.world, org),
  };
}

/** A person reaches a repository explicitly as owner, collaborator, or member (then the public ones too). */
function reaches(
  user: Account,
  installation: InstallationRecord,
  call: Call,
): ReturnType<typeof listCovered> {
  const member = installation.account.members.has(user.id);
  return listCovered(call.world, installation).filter(
    (repository) => (member && !repository.private) || rank(explicitPermission(user, repository)) > 0,
  );
}

function isMine({ user, app }: UserToken, installation: InstallationRecord, call: Call): boolean {
  if (installation.app !== app) return false;
  const { account } = installation;
  return (
    account === user ||
    account.members.get(user.id) === "admin" ||
    reaches(user, installation, call).length > 0
  );
}

function listInstallations(call: Call, caller: UserToken): Answer {
  const mine = [...call.world.installations.values()].filter((installation) =>
    isMine(caller, installation, call),
  );
  return paged(
    call,
    mine,
    (installation) => toInstallation(call.world, installation),
    (installations, total_count) => ({ total_count, installations }),
  );
}

function listInstallationRepositories(call: Call, caller: UserToken): Answer {
  const installation = call.world.installations.get(Number(param(call, "id")));
  if (installation === undefined || !isMine(caller, installation, call)) return notFound();
  if (installation.suspendedAt !== null) return suspended();
  return paged(
    call,
    reaches(caller.user, installation, call),
    (repository) => ({
      ...toRepository(call.world, repository),
      permissions: toPermissions(explicitPermission(caller.user, repository)),
    }),
    (repositories, total_count) => ({
      total_count,
      repository_selection: installation.selection,
      repositories,
    }),
  );
}
