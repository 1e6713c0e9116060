import type { Account, AppAccess, AppRecord, InstallationRecord, RepositoryRecord, World } from "../world.ts";
import { findInstallation, listCovered } from "../lookups.ts";
import { timestamp, touch } from "../stamps.ts";
import { emitInstallation } from "../webhooks/emit.ts";
import { toRepositoryStub } from "../shapes/installation.ts";
import { done, type Done } from "./done.ts";
import type { Mail } from "../webhooks/mail.ts";

/** Installs an App, or changes the selection of an installation that is there. */
export function install(
  world: World,
  app: AppRecord,
  account: Account,
  repositories: "all" | readonly RepositoryRecord[],
  sender: Account,
): Done<InstallationRecord> {
  const known = findInstallation(world, app, account);
  if (known !== undefined) return reselect(world, known, repositories, sender);
  const at = timestamp(world.now());
  const installation: InstallationRecord = {
    id: world.nextId(),
    app,
    account,
    selection: repositories === "all" ? "all" : "selected",
    chosen: new Set(repositories === "all" ? [] : repositories.map((repository) => repository.id)),
    granted: { ...app.permissions },
    suspendedAt: null,
    suspendedBy: undefined,
    createdAt: at,
    updatedAt: at,
  };
  world.installations.set(installation.id, installation);
  const payload = { repositories: listCovered(world, installation).map(toRepositoryStub), requester: null };
  return done(world, installation, [
    emitInstallation(world, "installation", "created", installation, sender, payload),
  ]);
}

/** Makes the selection exactly this; `installation_repositories` tells what came and went. */
export function reselect(
  world: World,
  installation: InstallationRecord,
  repositories: "all" | readonly RepositoryRecord[],
  sender: Account,
): Done<InstallationRecord> {
  const before = listCovered(world, installation);
  installation.selection = repositories === "all" ? "all" : "selected";
  installation.chosen = new Set(
    repositories === "all" ? [] : repositories.map((repository) => repository.id),
  );
  touch(world, installation);
  const after = listCovered(world, installation);
  const added = after.filter((repository) => !before.includes(repository));
  const removed = before.filter((repository) => !after.includes(repository));
  return done(world, installation, announceSelection(world, installation, sender, { added, removed }));
}

export function announceSelection(
  world: World,
  installation: InstallationRecord,
  sender: Account,
  change: { added?: readonly RepositoryRecord[]; removed?: readonly RepositoryRecord[] },
): Mail[] {
  const { added = [], removed = [] } = change;
  const tell = (action: "added" | "removed"): Mail =>
    emitInstallation(world, "installation_repositories", action, installation, sender, {
      repository_selection: installation.selection,
      repositories_added: action === "added" ? added.map(toRepositoryStub) : [],
      repositories_removed: action === "removed" ? removed.map(toRepositoryStub) : [],
      requester: null,
    });
  return [...(added.length > 0 ? [tell("added")] : []), ...(removed.length > 0 ? [tell("removed")] : [])];
}

/** Uninstalls: its tokens die at once. */
export function uninstall(
  world: World,
  installation: InstallationRecord,
  sender: Account,
): Done<InstallationRecord> {
  const repositories = listCovered(world, installation).map(toRepositoryStub);
  world.installations.delete(installation.id);
  world.tokens.revokeInstallation(installation);
  const mail = emitInstallation(world, "installation", "deleted", installation, sender, { repositories });
  return done(world, installation, [mail]);
}

/** Makes what the account grants exactly this; its tokens die, for they hold what was granted before. */
export function grant(
  world: World,
  installation: InstallationRecord,
  permissions: Record<string, AppAccess>,
  sender: Account,
): Done<InstallationRecord> {
  installation.granted = { metadata: "read", ...permissions };
  touch(world, installation);
  world.tokens.revokeInstallation(installation);
  const repositories = listCovered(world, installation).map(toRepositoryStub);
  const payload = { repositories, requester: null };
  const mail = emitInstallation(
    world,
    "installation",
    "new_permissions_accepted",
    installation,
    sender,
    payload,
  );
  return done(world, installation, [mail]);
}

export function setSuspended(
  world: World,
  installation: InstallationRecord,
  sender: Account,
  suspended: boolean,
): Done<InstallationRecord> {
  const at = touch(world, installation);
  installation.suspendedAt = suspended ? at : null;
  installation.suspendedBy = suspended ? sender : undefined;
  const repositories = listCovered(world, installation).map(toRepositoryStub);
  const action = suspended ? "suspend" : "unsuspend";
  const mail = emitInstallation(world, "installation", action, installation, sender, { repositories });
  return done(world, installation, [mail]);
}
