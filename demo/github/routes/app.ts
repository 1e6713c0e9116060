import { created, fail, invalid, noContent, notFound, ok, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import { inaccessible, suspended } from "../auth/access.ts";
import type { AppCaller } from "../auth/caller.ts";
import { covers, findAccount, findCovering, findInstallation, listCovered } from "../lookups.ts";
import type { InstallationRecord } from "../world.ts";
import { setSuspended, uninstall } from "../acts/installations.ts";
import { toApp, toOwnApp } from "../shapes/app.ts";
import { toInstallation } from "../shapes/installation.ts";
import { toPermissions, toRepository } from "../shapes/repository.ts";
import { timestamp } from "../stamps.ts";
import { asApp, named } from "./guards.ts";
import { readTokenLimits } from "./token-limits.ts";

/** Endpoints an App calls as itself, and those of its installation tokens. */
export const appRoutes: Route[] = [
  route(
    "GET /app",
    asApp((call, { app }) => ok(toOwnApp(call.world, app))),
  ),
  route("GET /apps/:slug", (call) => {
    const app = call.world.apps.find(({ slug }) => slug === param(call, "slug"));
    return app === undefined ? notFound() : ok(toApp(call.world, app));
  }),
  route("GET /app/installations", asApp(listInstallations)),
  route(
    "GET /app/installations/:id",
    ofOwn((call, i) => ok(toInstallation(call.world, i))),
  ),
  route(
    "DELETE /app/installations/:id",
    ofOwn((call, i) => {
      uninstall(call.world, i, i.app.bot);
      return noContent();
    }),
  ),
  route(
    "PUT /app/installations/:id/suspended",
    ofOwn((call, i) => suspend(call, i, true)),
  ),
  route(
    "DELETE /app/installations/:id/suspended",
    ofOwn((call, i) => suspend(call, i, false)),
  ),
  route("POST /app/installations/:id/access_tokens", ofOwn(createToken)),
  route(
    "GET /repos/:owner/:repo/installation",
    named(
      (call, repository) =>
        asApp((_, { app }) => found(call, findCovering(call.world, app, repository)))(call) as Answer,
    ),
  ),
  route(
    "GET /orgs/:name/installation",
    asApp((call, caller) => ofAccount(call, caller, "Organization")),
  ),
  route(
    "GET /users/:name/installation",
    asApp((call, caller) => ofAccount(call, caller, undefined)),
  ),
  route("GET /installation/repositories", listRepositories),
  route("DELETE /installation/token", (call) => {
    if (call.caller.kind !== "installation") return inaccessible();
    call.world.tokens.revoke(call.caller.value);
    return noContent();
  }),
];

function found(call: Call, installation: InstallationRecord | undefined): Answer {
  return installation === undefined ? notFound() : ok(toInstallation(call.world, installation));
}

function listInstallations(call: Call, { app }: AppCaller): Answer {
  const mine = [...call.world.installations.values()].filter((installation) => installation.app === app);
  return paged(call, mine, (installation) => toInstallation(call.world, installation));
}

function ofOwn(run: (call: Call, installation: InstallationRecord) => Answer): Route["run"] {
  return asApp((call, { app }) => {
    const installation = call.world.installations.get(Number(param(call, "id")));
    return installation?.app === app ? run(call, installation) : notFound();
  });
}

function ofAccount(call: Call, { app }: AppCaller, type: "Organization" | undefined): Answer {
  const account = findAccount(call.world, param(call, "name"));
  if (account === undefined || (type !== undefined && account.type !== type)) return notFound();
  return found(call, findInstallation(call.world, app, account));
}

function suspend(call: Call, installation: InstallationRecord, on: boolean): Answer {
  setSuspended(call.world, installation, installation.app.bot, on);
  return noContent();
}

function createToken(call: Call, installation: InstallationRecord): Answer {
  if (installation.suspendedAt !== null) return suspended();
  const limits = readTokenLimits(call, installation);
  if (limits === "repositories") {
    return fail(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  if (limits === "permissions")
    return fail(422, "The permissions requested are not granted to this installation.");
  if (limits === "malformed") return invalid("AccessToken", "repositories", "invalid");
  const token = call.world.tokens.createInstallationToken(installation, limits);
  const { value, permissions, repositoryIds } = token;
  const selection = repositoryIds === undefined ? installation.selection : "selected";
  const chosen = listCovered(call.world, installation).filter(({ id }) => repositoryIds?.has(id) ?? false);
  return created({
    token: value,
    expires_at: timestamp(token.expiresAt),
    permissions,
    repository_selection: selection,
    ...(chosen.length === 0
      ? {}
      : { repositories: chosen.map((repository) => toRepository(call.world, repository)) }),
  });
}

function listRepositories(call: Call): Answer {
  const { caller, world } = call;
  if (caller.kind === "none") return fail(401, "Requires authentication");
  if (caller.kind !== "installation") return inaccessible();
  const { installation, repositoryIds } = caller;
  const visible = [...world.repositories.values()].filter(
    (repository) => covers(installation, repository) && (repositoryIds?.has(repository.id) ?? true),
  );
  return paged(
    call,
    visible,
    (repository) => ({ ...toRepository(world, repository), permissions: toPermissions("read") }),
    (repositories, total_count) => ({
      total_count,
      repository_selection: installation.selection,
      repositories,
    }),
  );
}
