import type { ConversationReference, ConversationType } from "../../core/conversation.ts";
import type { TeamsActivity } from "./activity-schema.ts";

/** Teams writes a thread as `<channel>;messageid=<root>`. */
const THREAD_MARK = ";messageid=";

export function threadId(channelId: string, rootActivityId: string): string {
  return `${channelId}${THREAD_MARK}${rootActivityId}`;
}

export function splitThreadId(conversationId: string): {
  channelId: string;
  rootActivityId: string | undefined;
} {
  const at = conversationId.indexOf(THREAD_MARK);
  if (at === -1) return { channelId: conversationId, rootActivityId: undefined };
  const root = conversationId.slice(at + THREAD_MARK.length).split(";")[0] ?? "";
  return { channelId: conversationId.slice(0, at), rootActivityId: root === "" ? undefined : root };
}

/** Where an activity happened. A channel's own event names the channel in its data: its conversation is the team's. */
export function toConversation(teams: TeamsActivity, fallbackTenantId: string): ConversationReference {
  const { channelId, rootActivityId } = splitThreadId(teams.conversation.id);
  const channel = teams.channelData?.channel;
  const isChannelEvent = teams.channelData?.eventType?.startsWith("channel") === true;
  const ownId = isChannelEvent ? channel?.id : undefined;
  return {
    tenantId: tenantOf(teams) ?? fallbackTenantId,
    teamId: teams.channelData?.team?.id ?? "",
    channelId: ownId ?? channelId,
    type: typeOf(teams),
    serviceUrl: teams.serviceUrl,
    name: channel?.name ?? teams.conversation.name ?? "",
    ...(rootActivityId === undefined ? {} : { threadRootId: rootActivityId }),
  };
}

/** The tenant that owns the conversation (in a shared channel: the host's, whoever writes). */
export function tenantOf(teams: Pick<TeamsActivity, "conversation" | "channelData">): string | undefined {
  return teams.conversation.tenantId ?? teams.channelData?.tenant?.id;
}

function typeOf(teams: TeamsActivity): ConversationType {
  if (teams.conversation.conversationType === "personal") return "personal";
  if (teams.conversation.conversationType === "groupChat") return "group";
  if (teams.conversation.conversationType === "channel") return "channel";
  if (teams.channelData?.team?.id !== undefined) return "channel";
  return teams.conversation.isGroup === true ? "group" : "personal";
}
