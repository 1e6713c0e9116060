import type { ChatPerson, ConversationReference } from "../../core/conversation.ts";
import type { InboundActivity } from "../../core/inbound.ts";
import { newId } from "../../core/ids.ts";
import type { JsonObject } from "../../core/json.ts";
import { activitySchema, jsonObjectSchema, type TeamsActivity } from "./activity-schema.ts";
import { toLifecycleChange } from "./lifecycle.ts";
import { stripMentions } from "./mention.ts";
import { normaliseText } from "./normalise.ts";
import { toConversation } from "./place.ts";

export type InboundVerdict =
  | { readonly kind: "activity"; readonly activity: InboundActivity; readonly isInvoke: boolean }
  /** Nothing to act on: answered as told, once, and logged. */
  | { readonly kind: "ignored"; readonly status: 200 | 400; readonly reason: string };

const LONGEST_LINK = 2_048;
/** No card nests what it sends as deep as that; what reads and writes it calls itself once a level. */
const MOST_LEVELS = 100;
const ACTING_KINDS: readonly InboundActivity["kind"][] = [
  "message",
  "action",
  "dialog",
  "signin-code",
  "link",
];

/**
 * An authenticated activity's JSON as Ployst's own words. Never throws: what is malformed is a verdict with 400,
 * what nobody can act on one with 200. `fallbackTenantId` names the tenant of local mode, where none is told.
 */
export function toInbound(body: unknown, fallbackTenantId: string): InboundVerdict {
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".") ?? "";
    return { kind: "ignored", status: 400, reason: `malformed: ${field}` };
  }
  const teams = parsed.data;
  if (isDeeper(teams.value, MOST_LEVELS)) return { kind: "ignored", status: 400, reason: "malformed: value" };
  if (isFromBot(teams)) return { kind: "ignored", status: 200, reason: "from the bot itself" };

  const activity = toActivity(teams, fallbackTenantId);
  if (activity.from.aadObjectId === "" && ACTING_KINDS.includes(activity.kind)) {
    // Only the directory id identifies a person; a name or a chat id can be anybody's (webhooks and apps have none).
    return { kind: "ignored", status: 200, reason: "sender without a directory id" };
  }
  return { kind: "activity", activity, isInvoke: teams.type === "invoke" };
}

interface Base {
  readonly activityId: string;
  readonly conversation: ConversationReference;
  readonly from: ChatPerson;
}

function toActivity(teams: TeamsActivity, fallbackTenantId: string): InboundActivity {
  const conversation = toConversation(teams, fallbackTenantId);
  const base: Base = {
    // Without an id a repeat cannot be told from a new one; Teams always gives one.
    activityId: teams.id ?? newId(),
    conversation,
    from: toPerson(teams, conversation.tenantId),
  };
  if (teams.type === "message") return toMessage(teams, base);
  if (teams.type === "invoke") return toInvoke(teams, base);
  const change = toLifecycleChange(teams);
  if (change !== undefined) return { ...base, kind: "lifecycle", change };
  return { ...base, kind: "other", type: teams.type };
}

function toMessage(teams: TeamsActivity, base: Base): InboundActivity {
  const verb = teams.value?.["verb"];
  if (teams.value !== undefined && typeof verb === "string" && verb !== "") {
    return {
      ...base,
      kind: "action",
      verb,
      data: withoutKeys(teams.value, ["verb", "msteams"]),
      messageId: teams.replyToId ?? "",
      answerable: false,
    };
  }
  const entities = (teams.entities ?? []).filter((entity) => entity !== undefined);
  const stripped = stripMentions(teams.text ?? "", entities, teams.recipient?.id ?? "");
  return { ...base, kind: "message", text: normaliseText(stripped.text), mentions: stripped.mentions };
}

function toInvoke(teams: TeamsActivity, base: Base): InboundActivity {
  const other: InboundActivity = { ...base, kind: "other", type: `invoke:${teams.name ?? ""}` };
  if (teams.name === "adaptiveCard/action") return toAction(teams, base) ?? other;
  if (teams.name === "task/fetch") return toDialog(teams, base, "open") ?? other;
  if (teams.name === "task/submit") return toDialog(teams, base, "submit") ?? other;
  const url = teams.value?.["url"];
  // Never composeExtension/anonymousQueryLink: without a person there is nobody whose access to use.
  if (teams.name === "composeExtension/queryLink" && typeof url === "string" && url.length <= LONGEST_LINK) {
    return { ...base, kind: "link", url };
  }
  const state = teams.value?.["state"];
  if (teams.name === "signin/verifyState" && typeof state === "string") {
    return { ...base, kind: "signin-code", code: normaliseText(state) };
  }
  return other;
}

function toAction(teams: TeamsActivity, base: Base): InboundActivity | undefined {
  const action = jsonObjectSchema.safeParse(teams.value?.["action"]);
  if (!action.success) return undefined;
  const verb = action.data["verb"];
  if (typeof verb !== "string" || verb === "") return undefined;
  const data = jsonObjectSchema.safeParse(action.data["data"]);
  return {
    ...base,
    kind: "action",
    verb,
    data: data.success ? withoutKeys(data.data, ["msteams"]) : {},
    messageId: teams.replyToId ?? "",
    answerable: true,
  };
}

function toDialog(teams: TeamsActivity, base: Base, step: "open" | "submit"): InboundActivity | undefined {
  const data = jsonObjectSchema.safeParse(teams.value?.["data"]);
  if (!data.success) return undefined;
  const verb = data.data["verb"];
  if (typeof verb !== "string" || verb === "") return undefined;
  return { ...base, kind: "dialog", step, verb, data: withoutKeys(data.data, ["verb", "msteams"]) };
}

function toPerson(teams: TeamsActivity, conversationTenantId: string): ChatPerson {
  return {
    tenantId: teams.from.tenantId ?? teams.channelData?.tenant?.id ?? conversationTenantId,
    teamsUserId: teams.from.id,
    aadObjectId: teams.from.aadObjectId ?? "",
    displayName: teams.from.name ?? "",
    ...(teams.localTimezone === undefined ? {} : { timezone: teams.localTimezone }),
  };
}

function isFromBot(teams: TeamsActivity): boolean {
  return teams.type === "message" && (teams.from.role === "bot" || teams.from.id === teams.recipient?.id);
}

/** Level by level, since the sender chooses how many there are. */
function isDeeper(value: unknown, most: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= most; depth += 1) {
    level = level.flatMap((one) =>
      typeof one === "object" && one !== null ? Object.values<unknown>({ ...one }) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

/** A copy without those keys, and without `__proto__`, which JSON.parse makes an ordinary key. */
function withoutKeys(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([key]) => !keys.includes(key) && key !== "__proto__"),
  );
}
