import { z } from "zod";
import type { MatchedSubscription, Transaction } from "../../../../adapters/store/contract/index.ts";
import { defineLifecycleEvent } from "../../../../core/event.ts";
import { escapeMarkdown } from "../../../../core/markdown.ts";
import { NumericId } from "../schemas.ts";
import type { LifecycleDeps } from "./deps.ts";
import { Sender } from "./installation-schema.ts";

const Payload = z.object({
  action: z.string(),
  repository: z.object({
    id: NumericId,
    name: z.string(),
    full_name: z.string(),
    html_url: z.string(),
    owner: z.object({ id: NumericId, login: z.string() }),
  }),
  sender: Sender,
});
type Payload = z.infer<typeof Payload>;

/** A repository got another name, owner or visibility, or is gone: subscriptions are by id and follow. */
export const repositoryEvent = defineLifecycleEvent({
  on: "repository",
  schema: Payload,
  apply: async (payload: Payload, deps: LifecycleDeps) => {
    switch (payload.action) {
      case "renamed":
      case "transferred":
        return changeAll(payload, deps, rename);
      case "deleted":
        return changeAll(payload, deps, lose);
      case "privatized":
      case "publicized":
        deps.forgetAccess(payload.repository.id);
    }
  },
});

type ApplyTo = (
  tx: Transaction,
  subscription: MatchedSubscription,
  payload: Payload,
  deps: LifecycleDeps,
) => Promise<string | undefined>;

/** Changes each subscription to the repository and tells its conversation what `applyTo` says, together. */
async function changeAll(payload: Payload, deps: LifecycleDeps, applyTo: ApplyTo): Promise<void> {
  deps.forgetAccess(payload.repository.id);
  await deps.store.transaction(async (tx) => {
    const subscriptions = await tx.subscriptions.listMatching({ repositoryId: payload.repository.id });
    for (const subscription of subscriptions) {
      const text = await applyTo(tx, subscription, payload, deps);
      if (text !== undefined) await tell(tx, subscription, text);
    }
    // Those that don't hear of it (paused, lost) follow as well.
    if (applyTo === rename) {
      const { id, full_name: fullName, name, html_url: url, owner } = payload.repository;
      await tx.subscriptions.renameArtifact("Repo", id, fullName);
      await deps.onRepositoryMoved(tx, { ghRepoId: id, owner: owner.login, name, url });
    }
    tx.afterCommit(() => {
      deps.notifyMailbox(subscriptions.map((subscription) => subscription.conversationId));
    });
  });
}

async function rename(
  tx: Transaction,
  subscription: MatchedSubscription,
  payload: Payload,
  deps: LifecycleDeps,
): Promise<string | undefined> {
  const { full_name: name, owner } = payload.repository;
  const before = subscription.ghArtifactName;
  if (before === name) return undefined;
  const installation = await tx.installations.findByAccount(deps.clientAppId, owner.id);
  if (installation !== undefined && installation.deletedAt === undefined)
    await tx.subscriptions.moveToInstallation(subscription.id, installation.id);
  await recordChange(tx, subscription, payload, { verb: payload.action, data: { from: before, to: name } });
  return `**${escapeMarkdown(before)}** is now **${escapeMarkdown(name)}** on GitHub. Notifications go on.`;
}

async function lose(tx: Transaction, subscription: MatchedSubscription, payload: Payload): Promise<string> {
  const name = subscription.ghArtifactName;
  await tx.subscriptions.setState(subscription.id, "lost", "the repository was deleted on GitHub");
  await recordChange(tx, subscription, payload, {
    verb: "lost",
    fromState: subscription.state,
    toState: "lost",
    data: { reason: "the repository was deleted on GitHub", name },
  });
  return `**${escapeMarkdown(name)}** was deleted on GitHub by @${escapeMarkdown(payload.sender.login)}, so its notifications end here.`;
}

async function recordChange(
  tx: Transaction,
  subscription: MatchedSubscription,
  payload: Payload,
  change: { verb: string; fromState?: string; toState?: string; data: Readonly<Record<string, string>> },
): Promise<void> {
  await tx.events.record({
    actorType: "webhook",
    actorId: payload.sender.id,
    tenantId: subscription.tenantId,
    teamId: subscription.teamId,
    entityType: "chatopssubscription",
    entityId: subscription.id,
    ...change,
  });
}

async function tell(tx: Transaction, { conversationId }: MatchedSubscription, text: string): Promise<void> {
  await tx.outbox.append([{ conversationId, kind: "create", lane: "notification", body: { text } }]);
}
