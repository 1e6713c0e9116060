import type { TeamInvitationRecord } from "../../adapters/store/contract/index.ts";
import type { Place } from "../../core/turn.ts";
import type { MessagePlace } from "./invite-deps.ts";

/** Where an invitation was asked for; `''` where that isn't known, and nothing is told. */
export function toPlace({ conversationId = "", threadRootId }: TeamInvitationRecord): MessagePlace {
  return { conversationId, ...(threadRootId !== undefined && { threadRootId }) };
}

/** The same of a turn. */
export function placeOf({ conversationId, reference: { threadRootId } }: Place): MessagePlace {
  return { conversationId, ...(threadRootId !== undefined && { threadRootId }) };
}
