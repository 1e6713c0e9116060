import type { Json, JsonObject } from "../../core/json.ts";
import { ADAPTIVE_CARD, type OutboundActivity } from "./activity.ts";
import { truncate } from "./truncate.ts";

/** Teams counts UTF-16, 40 KB in the strictest of its pages: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
export const MAX_ACTIVITY_LENGTH = 20_000;

// Below this a text says nothing any more: lists are shortened instead.
const SHORTEST_TEXT = 80;
const LIST_LENGTHS: readonly number[] = [40, 20, 10, 5];
// What people read, by the element that holds it; everything else (ids, addresses, data) is left alone.
const TEXT_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["TextBlock", ["text"]],
  ["TextRun", ["text"]],
  ["Input.Text", ["value", "placeholder"]],
]);
const LIST_KEYS: readonly string[] = ["body", "items", "facts", "inlines", "choices"];

/**
 * The activity, made to fit: `JSON.stringify(result).length` <= 20,000. Long texts are shortened first, the longest
 * most; then long lists; what is still too long becomes a card with its summary alone.
 */
export function fitActivity(activity: OutboundActivity): OutboundActivity {
  if (fits(activity)) return activity;
  const card = activity.attachments?.[0]?.content;
  if (card === undefined) return fitText(activity);

  const withSummary = { ...activity, summary: truncate(activity.summary ?? "", 500) };
  const withCard = (content: JsonObject): OutboundActivity => ({
    ...withSummary,
    attachments: [{ contentType: ADAPTIVE_CARD, content }],
  });
  for (const listLength of [Infinity, ...LIST_LENGTHS]) {
    const shorter = shortenLists(card, listLength);
    const fitting = longestThatFits((length) => withCard(shortenTexts(shorter, length)));
    if (fitting !== undefined) return fitting;
  }
  return withCard(summaryCard(withSummary.summary));
}

function fitText(activity: OutboundActivity): OutboundActivity {
  const text = activity.text ?? "";
  const entities = activity.entities ?? [];
  const fitting = longestThatFits((length) => {
    const shortened = truncate(text, length);
    // Teams refuses a mention whose text is not there.
    const kept = entities.filter((entity) => shortened.includes(entity.text));
    const shorter: OutboundActivity = { type: "message", text: shortened, textFormat: "markdown" };
    if (activity.summary !== undefined) shorter.summary = truncate(activity.summary, 500);
    if (kept.length > 0) shorter.entities = kept;
    return shorter;
  });
  return fitting ?? { type: "message", text: truncate(text, SHORTEST_TEXT), textFormat: "markdown" };
}

/** The result for the greatest text length that fits; undefined when not even the shortest does. */
function longestThatFits(make: (length: number) => OutboundActivity): OutboundActivity | undefined {
  let best = make(SHORTEST_TEXT);
  if (!fits(best)) return undefined;
  let low = SHORTEST_TEXT;
  let high = MAX_ACTIVITY_LENGTH;
  while (high - low > 16) {
    const middle = Math.floor((low + high) / 2);
    const candidate = make(middle);
    if (fits(candidate)) {
      best = candidate;
      low = middle;
    } else {
      high = middle;
    }
  }
  return best;
}

function fits(activity: OutboundActivity): boolean {
  return JSON.stringify(activity).length <= MAX_ACTIVITY_LENGTH;
}

function shortenTexts(card: JsonObject, maxLength: number): JsonObject {
  return mapObjects(card, (element) => {
    const type = element["type"];
    const keys =
      typeof type === "string" ? TEXT_KEYS.get(type) : isFact(element) ? ["title", "value"] : undefined;
    if (keys === undefined) return element;
    return Object.fromEntries(
      Object.entries(element).map(([key, value]) => [
        key,
        keys.includes(key) && typeof value === "string" ? truncate(value, maxLength) : value,
      ]),
    );
  });
}

function shortenLists(card: JsonObject, maxLength: number): JsonObject {
  return mapObjects(card, (element) =>
    Object.fromEntries(
      Object.entries(element).map(([key, value]) => [
        key,
        LIST_KEYS.includes(key) && Array.isArray(value) ? shortenList(key, value, maxLength) : value,
      ]),
    ),
  );
}

function shortenList(key: string, list: readonly Json[], maxLength: number): readonly Json[] {
  if (list.length <= maxLength) return list;
  const kept = list.slice(0, maxLength);
  const more = `…and ${String(list.length - maxLength)} more`;
  if (key === "facts") return [...kept, { title: "…", value: more }];
  if (key === "inlines") return [...kept, { type: "TextRun", text: more }];
  if (key === "choices") return kept;
  return [...kept, { type: "TextBlock", text: more, isSubtle: true, wrap: true }];
}

function isFact(element: JsonObject): boolean {
  return typeof element["title"] === "string" && typeof element["value"] === "string";
}

/** A copy with `change` done to every object, the inner ones first; an action's data is not looked into. */
function mapObjects(object: JsonObject, change: (element: JsonObject) => JsonObject): JsonObject {
  const entries = Object.entries(object).map(([key, value]): [string, Json] => [
    key,
    key === "data" ? value : mapJson(value, change),
  ]);
  return change(Object.fromEntries(entries));
}

function mapJson(value: Json, change: (element: JsonObject) => JsonObject): Json {
  if (isList(value)) return value.map((item) => mapJson(item, change));
  return typeof value === "object" && value !== null ? mapObjects(value, change) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function summaryCard(summary: string): JsonObject {
  const text = summary === "" ? "This message was too long to show." : summary;
  return {
    type: "AdaptiveCard",
    version: "1.5",
    fallbackText: text,
    body: [{ type: "TextBlock", text, wrap: true }],
  };
}
