import { z } from "zod";
import type { SubscriptionRecord } from "../../../../adapters/store/contract/index.ts";
import { defineLifecycleEvent } from "../../../../core/event.ts";
import { NumericId } from "../schemas.ts";
import type { LifecycleDeps } from "./deps.ts";
import { Installation, Sender, toInstallation } from "./installation-schema.ts";
import { recordInstallation } from "./record-installation.ts";
import { tellResumed, tellStopped } from "./stopped.ts";

const Repositories = z.array(z.object({ id: NumericId })).catch([]);

const Payload = z.object({
  action: z.string(),
  installation: Installation,
  repository_selection: z.enum(["all", "selected"]),
  repositories_added: Repositories,
  repositories_removed: Repositories,
  sender: Sender,
});
type Payload = z.infer<typeof Payload>;

/** An owner changed which repositories the App reaches. */
export const installationRepositoriesEvent = defineLifecycleEvent({
  on: "installation_repositories",
  schema: Payload,
  apply: async (payload: Payload, deps: LifecycleDeps) => {
    const { installation } = payload;
    const known = toInstallation(installation, deps.clientAppId);
    if (known === undefined) return;
    const told = { ...known, repositorySelection: payload.repository_selection };
    const isLive = await change(payload, told, deps);
    for (const { id } of [...payload.repositories_added, ...payload.repositories_removed])
      deps.forgetAccess(id);
    if (isLive && payload.action === "added") await deps.resumeAfterInstallation(told.ghAccountLogin);
  },
});

/** False for an installation that was deleted before. */
async function change(
  { repositories_added: added, repositories_removed: removed, sender }: Payload,
  told: NonNullable<ReturnType<typeof toInstallation>>,
  deps: LifecycleDeps,
): Promise<boolean> {
  return deps.store.transaction(async (tx) => {
    if (!(await recordInstallation(tx, told, { verb: "repositories_changed", sender }))) return false;
    const row = await tx.installations.findByGitHubId(told.clientAppId, told.ghInstallationId);
    const all = row === undefined ? [] : await tx.subscriptions.listByInstallation(row.id);
    const about = { account: told.ghAccountLogin, by: sender };
    const conversationIds = [
      ...(await tellStopped(tx, among(all, removed), { ...about, reason: "removed" })),
      ...(await tellResumed(tx, among(all, added), { ...about, reasons: ["removed"] })),
    ];
    tx.afterCommit(() => {
      deps.notifyMailbox(conversationIds);
    });
    return true;
  });
}

function among(
  subscriptions: readonly SubscriptionRecord[],
  repositories: Payload["repositories_added"],
): readonly SubscriptionRecord[] {
  const ids = new Set(repositories.map(({ id }) => id));
  return subscriptions.filter((one) => one.ghArtifactType === "Repo" && ids.has(one.ghArtifactId));
}
