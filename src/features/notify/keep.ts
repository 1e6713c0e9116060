import type { NotificationRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { NotifyEnd, NotifyTopic } from "../../core/notify.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { KeepDeps } from "./deps.ts";

/** `notify …`: the conversation is told of it from now on. */
export function follow(turn: TurnContext, topic: NotifyTopic, deps: KeepDeps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const { row, isNew } = await addOrTakeOver(tx, turn, topic);
    if (isNew) await recordChange(tx, turn, row, { ...topic, verb: "created" });
    const what = `**${escapeMarkdown(topic.what)}**`;
    const done = isNew
      ? `✅ This conversation is told of ${what}.`
      : `This conversation is told of ${what} already.`;
    return deps.record(tx, turn, reply.text(topic.note === "" ? done : `${done} ${topic.note}`));
  });
}

async function addOrTakeOver(
  tx: Transaction,
  { place }: TurnContext,
  { source, sourceKey, settings, takesOver }: NotifyTopic,
): Promise<{ readonly row: NotificationRecord; readonly isNew: boolean }> {
  const { conversationId } = place;
  const { notification, isNew } = await tx.notifications.add({ conversationId, source, sourceKey, settings });
  if (isNew || !takesOver) return { row: notification, isNew };
  await tx.notifications.setSettings(notification.id, settings);
  return { row: notification, isNew: true };
}

/** `notify off …`: no longer. */
export function end(turn: TurnContext, { keys, what: named }: NotifyEnd, deps: KeepDeps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    let removed = 0;
    for (const { source, sourceKey, teamId } of keys) {
      const key = [turn.place.conversationId, source, sourceKey] as const;
      const row = await tx.notifications.find(...key);
      if (row === undefined || !(await tx.notifications.remove(...key))) continue;
      await recordChange(tx, turn, row, { verb: "deleted", what: named, teamId });
      removed += 1;
    }
    const what = `**${escapeMarkdown(named)}**`;
    const text =
      removed > 0
        ? `✅ This conversation is no longer told of ${what}.`
        : `This conversation isn't told of ${what}. \`notify list\` shows what it is told of.`;
    return deps.record(tx, turn, reply.text(text));
  });
}

function recordChange(
  tx: Transaction,
  turn: TurnContext,
  { id }: NotificationRecord,
  change: { readonly verb: "created" | "deleted"; readonly what: string; readonly teamId: string },
): Promise<void> {
  return tx.events.record({
    actorType: "user",
    actorId: turn.actor.userId,
    tenantId: turn.place.reference.tenantId,
    teamId: change.teamId,
    entityType: "notification",
    entityId: id,
    verb: change.verb,
    data: { source: change.what },
    correlationId: turn.jobId,
  });
}
