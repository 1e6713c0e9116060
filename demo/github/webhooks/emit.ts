import type { Account, AppRecord, InstallationRecord, RepositoryRecord, World } from "../world.ts";
import type { Mail } from "./mail.ts";
import { findCovering } from "../lookups.ts";
import { toUser } from "../shapes/account.ts";
import { toOrganization } from "../shapes/organization.ts";
import { toInstallation, toInstallationLite } from "../shapes/installation.ts";
import { toRepository } from "../shapes/repository.ts";

/** Events an App receives whether or not it asked for them. */
const ALWAYS = [
  "installation",
  "installation_repositories",
  "installation_target",
  "github_app_authorization",
];

export interface RepositoryEvent {
  event: string;
  action?: string;
  repository: RepositoryRecord;
  sender: Account;
  payload: Record<string, unknown>;
}

/**
 * An event of a repository to every App that asked for it and whose installation covers the repository and is
 * not suspended. The body is fixed at the call, whatever happens to the world while it travels.
 */
export function emit(world: World, occasion: RepositoryEvent): Mail {
  const parcels = world.apps.flatMap((app) => {
    const installation = findCovering(world, app, occasion.repository);
    return installation === undefined || !wants(app, installation, occasion.event)
      ? []
      : [{ app, installation, ...toParcel(world, occasion, installation) }];
  });
  return async () => {
    await Promise.all(parcels.map(async (parcel) => await world.deliveries.send(parcel)));
  };
}

function wants(app: AppRecord, installation: InstallationRecord, event: string): boolean {
  return installation.suspendedAt === null && (ALWAYS.includes(event) || app.events.includes(event));
}

function toParcel(
  world: World,
  { event, action, repository, sender, payload }: RepositoryEvent,
  installation: InstallationRecord,
): { event: string; action: string | null; repository: RepositoryRecord; body: string } {
  const { owner } = repository;
  const body = JSON.stringify({
    ...(action === undefined ? {} : { action }),
    repository: toRepository(world, repository),
    ...(owner.type === "Organization" ? { organization: toOrganization(world, owner) } : {}),
    sender: toUser(world, sender),
    installation: toInstallationLite(installation),
    ...payload,
  });
  return { event, action: action ?? null, repository, body };
}

/** An event of the installation itself; these reach the App even while it is suspended. */
export function emitInstallation(
  world: World,
  event: "installation" | "installation_repositories",
  action: string,
  installation: InstallationRecord,
  sender: Account,
  payload: Record<string, unknown>,
): Mail {
  const shown = { installation: toInstallation(world, installation), sender: toUser(world, sender) };
  const body = JSON.stringify({ action, ...shown, ...payload });
  return async () => {
    await world.deliveries.send({
      app: installation.app,
      event,
      action,
      installation,
      repository: undefined,
      body,
    });
  };
}

/** The event `organization`, to an App that asked for it. */
export function emitOrganization(
  world: World,
  action: string,
  installation: InstallationRecord,
  sender: Account,
  payload: Record<string, unknown>,
): Mail {
  const event = "organization";
  const { app, account } = installation;
  if (!wants(app, installation, event)) return () => Promise.resolve();
  const shown = {
    organization: toOrganization(world, account),
    sender: toUser(world, sender),
    installation: toInstallationLite(installation),
  };
  const body = JSON.stringify({ action, ...shown, ...payload });
  return async () => {
    await world.deliveries.send({ app, event, action, installation, repository: undefined, body });
  };
}

/** The event `github_app_authorization.revoked`; it concerns no installation. */
export function emitAuthorizationRevoked(world: World, app: AppRecord, user: Account): Mail {
  const body = JSON.stringify({ action: "revoked", sender: toUser(world, user) });
  const about = { installation: undefined, repository: undefined };
  return async () => {
    await world.deliveries.send({
      app,
      event: "github_app_authorization",
      action: "revoked",
      ...about,
      body,
    });
  };
}
