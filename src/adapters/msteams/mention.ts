import type { Mention } from "../../core/conversation.ts";
import type { MentionEntity } from "./activity-schema.ts";
import { decodeEntities } from "./normalise.ts";

export interface StrippedText {
  readonly text: string;
  /** Everybody mentioned but the bot, in order of appearance. */
  readonly mentions: readonly Mention[];
}

/**
 * Takes the bot's own mention out of a text and writes other mentions as `@Name`. Mentions are found by
 * entity (`mentioned.id`), never by name: anybody may be called like the bot.
 */
export function stripMentions(text: string, entities: readonly MentionEntity[], botId: string): StrippedText {
  let stripped = text;
  for (const [tag, owners] of groupByTag(entities)) {
    stripped = stripped
      .split(tag)
      // The nth occurrence belongs to the nth entity of that text; what is left over, to the last one.
      .map((part, index) => (index === 0 ? part : replacementOf(owners, index - 1, botId) + part))
      .join("");
  }
  const mentions = entities
    .filter((entity) => entity.mentioned.id !== botId)
    .map((entity) => ({ id: entity.mentioned.id, name: nameOf(entity) }));
  // Tags without an entity mention nobody; the name stays as plain text.
  return { text: stripped.replace(/<\/?at(?:\s[^<>]*)?>/gi, ""), mentions };
}

function groupByTag(entities: readonly MentionEntity[]): Map<string, MentionEntity[]> {
  const groups = new Map<string, MentionEntity[]>();
  for (const entity of entities) {
    const tag = tagOf(entity);
    if (tag === "") continue;
    groups.set(tag, [...(groups.get(tag) ?? []), entity]);
  }
  return groups;
}

function replacementOf(owners: readonly MentionEntity[], index: number, botId: string): string {
  const owner = owners[index] ?? owners.at(-1);
  if (owner === undefined || owner.mentioned.id === botId) return " ";
  return `@${(owner.mentioned.name ?? "").replace(/[&<>]/g, " ")}`;
}

function tagOf(entity: MentionEntity): string {
  if (entity.text !== undefined) return entity.text;
  return entity.mentioned.name === undefined ? "" : `<at>${entity.mentioned.name}</at>`;
}

function nameOf(entity: MentionEntity): string {
  return entity.mentioned.name ?? decodeEntities(tagOf(entity).replace(/<\/?at[^>]*>/gi, ""));
}
