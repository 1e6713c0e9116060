import type { Account, AppAccess, Permission, RepositoryRecord, World } from "../world.ts";
import { PERMISSIONS } from "../world.ts";
import type { Caller } from "./caller.ts";
import type { Answer } from "../http/answer.ts";
import { fail, notFound } from "../http/answer.ts";
import { covers, findCovering } from "../lookups.ts";

export function rank(permission: Permission): number {
  return PERMISSIONS.indexOf(permission);
}

/** What a person was given in a repository: by owning it, by membership, or as a collaborator. */
export function explicitPermission(user: Account, repository: RepositoryRecord): Permission {
  if (repository.owner === user) return "admin";
  const role = repository.owner.members.get(user.id);
  if (role === "admin") return "admin";
  const base = role === "member" ? repository.owner.basePermission : "none";
  const direct = repository.collaborators.get(user.id) ?? "none";
  return rank(direct) > rank(base) ? direct : base;
}

/** The same, with the reading that anybody has of a public repository. */
export function effectivePermission(user: Account, repository: RepositoryRecord): Permission {
  const explicit = explicitPermission(user, repository);
  return explicit === "none" && !repository.private ? "read" : explicit;
}

/**
 * Undefined when the caller may read the repository, else GitHub's answer: 404 for what must stay unknown, 403
 * where the installation that would give access is suspended.
 */
export function refuseRead(world: World, caller: Caller, repository: RepositoryRecord): Answer | undefined {
  if (caller.kind === "installation") {
    const inside =
      covers(caller.installation, repository) && (caller.repositoryIds?.has(repository.id) ?? true);
    return inside || !repository.private ? undefined : notFound();
  }
  if (!repository.private) return undefined;
  if (caller.kind !== "user" || explicitPermission(caller.user, repository) === "none") return notFound();
  const installation = findCovering(world, caller.app, repository);
  if (installation === undefined) return notFound();
  return installation.suspendedAt === null ? undefined : suspended();
}

/** As {@link refuseRead}, for an act that needs the App's permission and, from a person, a repository permission. */
export function refuseAct(
  world: World,
  caller: Caller,
  repository: RepositoryRecord,
  need: { permission: string; access: AppAccess; role: Permission },
): Answer | undefined {
  const unreadable = refuseRead(world, caller, repository);
  if (unreadable !== undefined) return unreadable;
  if (caller.kind === "none") return fail(401, "Requires authentication");
  if (caller.kind === "app-jwt") return inaccessible();
  const app = caller.kind === "user" ? caller.app : caller.installation.app;
  const installation = findCovering(world, app, repository);
  if (installation === undefined) return inaccessible();
  if (installation.suspendedAt !== null) return suspended();
  const granted = caller.kind === "user" ? app.permissions : caller.permissions;
  const grant = granted[need.permission];
  if (grant === undefined || (need.access === "write" && grant === "read")) return inaccessible();
  if (caller.kind === "installation") {
    return covers(caller.installation, repository) ? undefined : inaccessible();
  }
  const role = effectivePermission(caller.user, repository);
  if (rank(role) >= rank(need.role)) return undefined;
  return fail(403, "Must have admin rights to Repository.");
}

export function suspended(): Answer {
  return fail(403, "This installation has been suspended");
}

export function inaccessible(): Answer {
  return fail(403, "Resource not accessible by integration");
}
