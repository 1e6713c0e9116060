import type { JsonObject } from "./json.ts";

/** Data for a card: which template (path under cards/, without ending) and what fills it. */
export interface CardContent {
  readonly card: string;
  readonly data: JsonObject;
  /** Shown in toasts and feeds, and where cards cannot be shown. */
  readonly summary: string;
}

/** One message to a conversation. Text is the platform's Markdown; user text in it must be escaped (core/markdown.ts). */
export type Message = { readonly text: string; readonly mentions?: readonly MentionText[] } | CardContent;

/** A mention placed in a text: `text` must contain `<at>name</at>` exactly. */
export interface MentionText {
  readonly id: string;
  readonly name: string;
}

export function isCard(message: Message): message is CardContent {
  return "card" in message;
}

/** Fills a card's template with its data; throws for an unknown card (a defect). Cards are compiled once. */
export interface CardRenderer {
  render(content: CardContent): JsonObject;
}
