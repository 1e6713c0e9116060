import { z } from "zod";
import type {
  InstallationRecord,
  SubscriptionRecord,
  Transaction,
} from "../../../../adapters/store/contract/index.ts";
import { defineLifecycleEvent } from "../../../../core/event.ts";
import { NumericId } from "../schemas.ts";
import type { LifecycleDeps } from "./deps.ts";
import { Installation, Sender, toInstallation } from "./installation-schema.ts";
import { recordInstallation } from "./record-installation.ts";
import { STOP_REASONS, tellResumed, tellStopped } from "./stopped.ts";

const VERBS: Readonly<Record<string, string>> = {
  created: "created",
  deleted: "deleted",
  suspend: "suspended",
  unsuspend: "unsuspended",
  new_permissions_accepted: "permissions_changed",
};

/** What waits for an installation may go on after these. */
const OPENS: readonly string[] = ["created", "unsuspend", "new_permissions_accepted"];

const Payload = z.object({
  action: z.string(),
  installation: Installation,
  repositories: z.array(z.object({ id: NumericId })).catch([]),
  sender: Sender,
});
type Payload = z.infer<typeof Payload>;
type Told = NonNullable<ReturnType<typeof toInstallation>>;

/** The App was installed, removed, suspended … Subscriptions stay; lists show what their installation allows. */
export const installationEvent = defineLifecycleEvent({
  on: "installation",
  schema: Payload,
  apply: async (payload: Payload, deps: LifecycleDeps) => {
    const { action, installation, sender } = payload;
    const verb = VERBS[action];
    const told = toInstallation(installation, deps.clientAppId);
    if (verb === undefined || told === undefined) return;
    const deletedAt = action === "deleted" ? { deletedAt: deps.clock.now() } : {};
    const isLive = await deps.store.transaction(async (tx) => {
      const before = await findBefore(tx, action, told);
      if (!(await recordInstallation(tx, { ...told, ...deletedAt }, { verb, sender }))) return false;
      const conversationIds = await tellSubscribers(tx, payload, told, before?.id);
      tx.afterCommit(() => {
        deps.notifyMailbox(conversationIds);
      });
      return true;
    });
    if (isLive && OPENS.includes(action)) await deps.resumeAfterInstallation(told.ghAccountLogin);
  },
});

/** A new installation follows the account's last one; late news of an old one concern that one alone. */
function findBefore(tx: Transaction, action: string, told: Told): Promise<InstallationRecord | undefined> {
  if (action === "created") return tx.installations.findByAccount(told.clientAppId, told.ghAccountId);
  return tx.installations.findByGitHubId(told.clientAppId, told.ghInstallationId);
}

/** Answers the conversations that were told. `previousId`: the account's installation as we knew it before this. */
async function tellSubscribers(
  tx: Transaction,
  payload: Payload,
  told: Told,
  previousId: string | undefined,
): Promise<readonly string[]> {
  const { action, sender } = payload;
  if (previousId === undefined) return [];
  const subscriptions = await tx.subscriptions.listByInstallation(previousId);
  const about = { account: told.ghAccountLogin, by: sender };
  switch (action) {
    case "suspend":
      return tellStopped(tx, subscriptions, { ...about, reason: "suspended" });
    case "deleted":
      return tellStopped(tx, subscriptions, { ...about, reason: "uninstalled" });
    case "unsuspend":
      return tellResumed(tx, subscriptions, { ...about, reasons: ["suspended"] });
    case "created":
      return comeBack(tx, payload, told, subscriptions);
    default:
      return [];
  }
}

/** An account that removed the App has it again, as another installation: its subscriptions move there. */
async function comeBack(
  tx: Transaction,
  { repositories, sender }: Payload,
  told: Told,
  subscriptions: readonly SubscriptionRecord[],
): Promise<readonly string[]> {
  const installation = await tx.installations.findByGitHubId(told.clientAppId, told.ghInstallationId);
  if (installation === undefined) return [];
  const ids = new Set(repositories.map(({ id }) => id));
  const reached = subscriptions.filter(
    (one) =>
      told.repositorySelection === "all" || one.ghArtifactType === "Account" || ids.has(one.ghArtifactId),
  );
  for (const one of subscriptions) {
    if (one.chatOpsInstallationsId !== installation.id)
      await tx.subscriptions.moveToInstallation(one.id, installation.id);
  }
  return tellResumed(tx, reached, { account: told.ghAccountLogin, by: sender, reasons: STOP_REASONS });
}
