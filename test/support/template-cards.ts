import { readFileSync } from "node:fs";
import { Template } from "adaptivecards-templating";
import { z } from "zod";
import type { JsonObject } from "../../src/core/json.ts";
import type { CardContent, CardRenderer } from "../../src/core/message.ts";

const Rendered = z.record(z.string(), z.json());
const templates = new Map<string, Template>();

/** Renders cards/ with nothing but the template library: what a card says, without the adapter. */
export const templateCards: CardRenderer = {
  render: (content) => renderCard(content),
};

export function renderCard({ card, data }: Pick<CardContent, "card" | "data">): JsonObject {
  const rendered: unknown = getTemplate(card).expand({ $root: data });
  return Rendered.parse(rendered);
}

function getTemplate(card: string): Template {
  const known = templates.get(card);
  if (known !== undefined) return known;
  const file = new URL(`../../cards/${card}.json`, import.meta.url);
  const template = new Template(JSON.parse(readFileSync(file, "utf8")));
  templates.set(card, template);
  return template;
}
