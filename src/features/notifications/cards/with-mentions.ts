import type { OutboxBody } from "../../../adapters/store/contract/index.ts";
import type { Json, JsonObject } from "../../../core/json.ts";
import type { MentionText } from "../../../core/message.ts";

/**
 * A rendered note that mentions people in a line of their own. Put in after rendering, so that no text of GitHub's stands
 * in it: what Teams takes for a mention is only what we list, letter for letter.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format (Mention support)
 */
export function withMentions(body: OutboxBody, mentions: readonly MentionText[]): OutboxBody {
  const card = body.adaptiveCard;
  if (card === undefined || mentions.length === 0) return body;
  const elements = isList(card["body"]) ? card["body"] : [];
  const platform = isObject(card["msteams"]) ? card["msteams"] : {};
  const line = {
    type: "TextBlock",
    text: `🔔 ${mentions.map(toTag).join(" ")}`,
    wrap: true,
    spacing: "Small",
  };
  const entities = mentions.map((mention) => ({
    type: "mention",
    text: toTag(mention),
    mentioned: { id: mention.id, name: mention.name },
  }));
  return {
    ...body,
    adaptiveCard: { ...card, msteams: { ...platform, entities }, body: [...elements, line] },
  };
}

function toTag({ name }: MentionText): string {
  return `<at>${name}</at>`;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}
