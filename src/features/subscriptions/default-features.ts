import type { Reads } from "../../adapters/store/contract/index.ts";
import { toConversationSettings } from "../../core/conversation-settings.ts";
import { DEFAULT_FEATURES, type Feature } from "../../core/features.ts";
import type { Place } from "../../core/turn.ts";

/** What a subscribe without features turns on here. */
export async function listDefaultFeatures(
  reads: Pick<Reads, "conversations">,
  { conversationId }: Place,
): Promise<readonly Feature[]> {
  const kept = await reads.conversations.find(conversationId);
  return kept === undefined ? DEFAULT_FEATURES : toConversationSettings(kept).features;
}
