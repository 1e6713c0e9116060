import type { ConversationSettingsChange, Transaction } from "../../adapters/store/contract/index.ts";
import { toConversationSettings, type ConversationSettings } from "../../core/conversation-settings.ts";
import type { JsonObject } from "../../core/json.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { SettingsChange } from "./read-setting.ts";

export interface Changed {
  readonly after: ConversationSettings;
  /** What is now another than before; of two who chose the same the second changed nothing. */
  readonly changed: SettingsChange;
}

/** Changes what is named and nothing else, and writes who did. */
export async function changeSettings(
  tx: Transaction,
  turn: TurnContext,
  change: SettingsChange,
): Promise<Changed> {
  const { conversationId, reference } = turn.place;
  const kept = await tx.conversations.changeSettings(conversationId, toKept(change));
  if (kept === undefined) throw new RangeError("a turn without its conversation");
  const before = toConversationSettings(kept.before);
  const after = toConversationSettings(kept.after);
  const changed = differences(before, after);
  if (Object.keys(changed).length > 0)
    await tx.events.record({
      actorType: "user",
      actorId: turn.actor.userId,
      tenantId: reference.tenantId,
      teamId: reference.teamId,
      entityType: "conversation",
      entityId: conversationId,
      verb: "settings_changed",
      data: { from: toData(differences(after, before)), to: toData(changed) },
      correlationId: turn.jobId,
    });
  return { after, changed };
}

/** Of `to`, what is another than in `from`. */
export function differences(from: ConversationSettings, to: ConversationSettings): SettingsChange {
  return {
    ...(from.features.join() !== to.features.join() && { features: to.features }),
    ...(from.style !== to.style && { style: to.style }),
    ...(from.threads !== to.threads && { threads: to.threads }),
    ...(from.drafts !== to.drafts && { drafts: to.drafts }),
    ...(from.bots !== to.bots && { bots: to.bots }),
  };
}

function toKept({ threads, ...settings }: SettingsChange): ConversationSettingsChange {
  return { settings: toData(settings), ...(threads !== undefined && { threads }) };
}

function toData({ features, style, threads, drafts, bots }: SettingsChange): JsonObject {
  return {
    ...(features !== undefined && { features }),
    ...(style !== undefined && { style }),
    ...(threads !== undefined && { threads }),
    ...(drafts !== undefined && { drafts }),
    ...(bots !== undefined && { bots }),
  };
}
