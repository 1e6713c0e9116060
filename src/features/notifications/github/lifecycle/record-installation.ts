import type { InstallationRecord, Transaction } from "../../../../adapters/store/contract/index.ts";

/** Keeps what a webhook told of an installation, with its event. False for one that was deleted: ids never come back. */
export async function recordInstallation(
  tx: Transaction,
  told: Omit<InstallationRecord, "id">,
  change: { readonly verb: string; readonly sender: { readonly id: string; readonly login: string } },
): Promise<boolean> {
  const known = await tx.installations.findByGitHubId(told.clientAppId, told.ghInstallationId);
  if (known?.deletedAt !== undefined) return false;
  const saved = await tx.installations.save(told);
  await tx.events.record({
    actorType: "webhook",
    actorId: change.sender.id,
    entityType: "chatopsinstallation",
    entityId: saved.id,
    verb: change.verb,
    fromState: toState(known),
    toState: toState(told),
    data: {
      account: told.ghAccountLogin,
      by: change.sender.login,
      repositorySelection: told.repositorySelection,
      permissions: told.permissions,
    },
  });
  return true;
}

function toState(installation: Omit<InstallationRecord, "id"> | undefined): string {
  if (installation === undefined) return "";
  if (installation.deletedAt !== undefined) return "deleted";
  return installation.suspendedAt === undefined ? "active" : "suspended";
}
