import type { InboundLifecycle } from "../../core/inbound.ts";
import type { TeamsActivity } from "./activity-schema.ts";

type Change = InboundLifecycle["change"];

/** Not `remove-upgrade`: only the app's version goes then, and the next one comes at once. */
const INSTALLATION: ReadonlyMap<string, Change> = new Map([
  ["add", "bot-added"],
  ["add-upgrade", "bot-added"],
  ["remove", "bot-removed"],
]);

const EVENTS: ReadonlyMap<string, Change> = new Map([
  ["channelRenamed", "renamed"],
  ["channelDeleted", "deleted"],
  ["channelRestored", "restored"],
  ["teamDeleted", "team-deleted"],
  ["teamHardDeleted", "team-deleted"],
  ["teamRestored", "team-restored"],
]);

/**
 * What an installationUpdate or conversationUpdate means for the bot; undefined when nothing.
 * One install brings both kinds, in any order: whoever acts on `bot-added` must bear it twice. Into private and shared
 * channels the bot is let one by one (https://learn.microsoft.com/microsoftteams/platform/build-apps-for-shared-private-channels).
 */
export function toLifecycleChange(teams: TeamsActivity): Change | undefined {
  if (teams.type === "installationUpdate") return INSTALLATION.get(teams.action ?? "");
  if (teams.type !== "conversationUpdate") return undefined;

  const eventType = teams.channelData?.eventType ?? "";
  const event = EVENTS.get(eventType);
  if (event !== undefined) return event;
  const botId = teams.recipient?.id;
  if (botId === undefined) return undefined;
  const isChannels = eventType.startsWith("channelMember");
  if (teams.membersAdded?.some((member) => member.id === botId) === true)
    return isChannels ? "bot-added-to-channel" : "bot-added";
  if (teams.membersRemoved?.some((member) => member.id === botId) === true)
    return isChannels ? "bot-removed-from-channel" : "bot-removed";
  return undefined;
}
