import { randomUUID } from "node:crypto";

import type { FakeConversation, FakeMessage, FakePerson, JsonObject } from "./model.ts";
import type { World } from "./world.ts";

export interface BotAccount {
  readonly id: string;
  readonly name: string;
}

/** What every activity from Teams carries, as captured from real ones. */
export function baseActivity(
  world: World,
  bot: BotAccount,
  serviceUrl: string,
  person: FakePerson,
  conversation: FakeConversation,
  rootId?: string,
): JsonObject {
  const inChannel = conversation.type === "channel";
  return {
    timestamp: new Date().toISOString(),
    localTimestamp: new Date().toISOString(),
    channelId: "msteams",
    serviceUrl,
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId, tenantId: person.tenantId },
    recipient: { id: bot.id, name: bot.name },
    locale: "en-US",
    conversation: {
      ...(conversation.type === "personal" ? {} : { isGroup: true, name: conversation.name }),
      conversationType: conversation.type,
      tenantId: world.tenantId,
      id: rootId === undefined ? conversation.id : `${conversation.id};messageid=${rootId}`,
    },
    channelData: {
      tenant: { id: world.tenantId },
      ...(inChannel
        ? {
            teamsChannelId: conversation.id,
            teamsTeamId: world.teamId,
            channel: { id: conversation.id },
            team: { id: world.teamId, name: "Fabrikam" },
          }
        : {}),
    },
  };
}

/** The mention as Teams writes it: `<at>` in the text and an entity with the same text. */
export function mentionOf(account: { id: string; name: string }): { text: string; entity: JsonObject } {
  const text = `<at>${encodeHtml(account.name)}</at>`;
  return { text, entity: { type: "mention", mentioned: { id: account.id, name: account.name }, text } };
}

/** Teams sends what people type as HTML-encoded text. */
export function encodeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

export function messageActivity(
  base: JsonObject,
  id: string,
  text: string,
  entities: readonly JsonObject[],
): JsonObject {
  return {
    ...base,
    type: "message",
    id,
    text,
    textFormat: "plain",
    attachments: [{ contentType: "text/html", content: `<div>${text}</div>` }],
    entities: [...entities, { type: "clientInfo", locale: "en-US", country: "US", platform: "Web" }],
  };
}

export function invokeActivity(
  base: JsonObject,
  name: string,
  value: JsonObject,
  message?: FakeMessage,
): JsonObject {
  return {
    ...base,
    type: "invoke",
    id: `f:${randomUUID()}`,
    name,
    value,
    ...(message === undefined ? {} : { replyToId: message.id }),
  };
}

/** A conversationUpdate or installationUpdate. */
export function lifecycleActivity(base: JsonObject, type: string, more: JsonObject): JsonObject {
  const channelData = {
    ...(base["channelData"] as JsonObject),
    ...(more["channelData"] as JsonObject | undefined),
  };
  return { ...base, type, id: `f:${randomUUID()}`, ...more, channelData };
}
