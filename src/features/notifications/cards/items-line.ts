import type { Facts } from "../../../core/facts.ts";
import {
  ITEM_SERVICE_NAMES,
  ItemPart,
  MOST_ITEMS,
  SHOWN_ITEMS,
  ShownItems,
} from "../../../core/items/fact.ts";
import { ITEM_SIGNS } from "../../../core/items/state.ts";
import { escapeMarkdown, markdownLink } from "../../../core/markdown.ts";
import { readPart } from "../parts.ts";

/** A line of a card about an item that the pull request names. */
export interface ItemLine {
  readonly service: string;
  /** `[PROJ-1](…) Stove is cold · 🔵 In Progress`, or the key alone. */
  readonly text: string;
  /** The same without the title. */
  readonly brief: string;
}

export function toItemLines(facts: Facts): readonly ItemLine[] {
  const { shown } = readPart(facts, SHOWN_ITEMS, ShownItems) ?? { shown: [] };
  return shown.slice(0, MOST_ITEMS).map(({ part, label, service }) => {
    const name = ITEM_SERVICE_NAMES[service];
    const item = readPart(facts, part, ItemPart);
    if (item === undefined)
      return { service: name, text: escapeMarkdown(label), brief: escapeMarkdown(label) };
    const link = markdownLink(item.label, item.url);
    const state = item.stateText === "" ? "" : `${ITEM_SIGNS[item.state]} ${escapeMarkdown(item.stateText)}`;
    const titled = item.title === "" ? link : `${link} ${escapeMarkdown(item.title)}`;
    return { service: name, text: joined(titled, state), brief: joined(link, state) };
  });
}

function joined(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(" · ");
}
