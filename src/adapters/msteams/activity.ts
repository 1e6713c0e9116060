import type { RenderedMessage } from "../../core/connector.ts";
import type { JsonObject } from "../../core/json.ts";

export const ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive";

export interface OutboundMention {
  type: "mention";
  text: string;
  mentioned: { id: string; name: string };
}

/** The part of a message activity that Ployst sends. */
export interface OutboundActivity {
  type: "message";
  text?: string;
  textFormat?: "markdown";
  summary?: string;
  entities?: OutboundMention[];
  attachments?: { contentType: typeof ADAPTIVE_CARD; content: JsonObject }[];
}

/** A card if there is one (a text beside it would make two messages of it, without an id), else a Markdown text. */
export function toOutboundActivity(message: RenderedMessage): OutboundActivity {
  const entities = (message.mentions ?? []).map(toMentionEntity);
  if (message.adaptiveCard !== undefined) {
    return {
      type: "message",
      ...(message.summary === undefined ? {} : { summary: message.summary }),
      attachments: [{ contentType: ADAPTIVE_CARD, content: message.adaptiveCard }],
    };
  }
  return {
    type: "message",
    text: message.text ?? "",
    textFormat: "markdown",
    ...(message.summary === undefined ? {} : { summary: message.summary }),
    ...(entities.length === 0 ? {} : { entities }),
  };
}

function toMentionEntity(mention: { readonly id: string; readonly name: string }): OutboundMention {
  return {
    type: "mention",
    text: `<at>${mention.name}</at>`,
    mentioned: { id: mention.id, name: mention.name },
  };
}
