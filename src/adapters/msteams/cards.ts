import { Template } from "adaptivecards-templating";

import type { Json, JsonObject } from "../../core/json.ts";
import type { CardContent, CardRenderer } from "../../core/message.ts";
import { readCardFiles } from "./card-files.ts";

export interface Cards extends CardRenderer {
  /** Every card there is, by name. */
  readonly names: readonly string[];
}

/**
 * Reads and compiles all cards of a folder, once; throws for a bad one, so that a broken card stops the start
 * and not a message. `render` throws for a card that is not there and for a missing summary (both defects).
 */
export function loadCards(folder: string): Cards {
  const templates = new Map(readCardFiles(folder).map((file) => [file.name, new Template(file.template)]));
  return {
    names: [...templates.keys()].sort(),
    render: (content: CardContent): JsonObject => {
      const template = templates.get(content.card);
      if (template === undefined) throw new Error(`There is no card ${content.card}`);
      if (content.summary.trim() === "") throw new Error(`Card ${content.card} has no summary`);
      const card: unknown = template.expand({ $root: content.data });
      if (!isJson(card) || !isObject(card)) throw new Error(`Card ${content.card} has become no JSON`);
      return card;
    },
  };
}

/** What is wrong with a rendered card, for tests of cards and their samples; empty when nothing. */
export function checkRendered(card: JsonObject): string[] {
  const text = JSON.stringify(card);
  const problems: string[] = [];
  for (const [leftOver] of text.matchAll(/\$\{[^}]{0,80}\}?/g))
    problems.push(`left-over expression ${leftOver}`);
  for (const key of ["$data", "$when", "$include"]) {
    if (text.includes(`"${key}"`)) problems.push(`left-over ${key}`);
  }
  if (card["version"] !== "1.5") problems.push("version is not 1.5");
  if (!isText(card["fallbackText"])) problems.push("no fallbackText");
  for (const element of objectsIn(card)) problems.push(...checkElement(element));
  return problems;
}

function checkElement(element: JsonObject): string[] {
  const problems: string[] = [];
  if (element["type"] === "Image" && !isText(element["altText"])) problems.push("Image without altText");
  if (element["type"] === "Action.Execute" && !isText(element["verb"]))
    problems.push("Action.Execute without verb");
  if (element["type"] === "Action.Execute" && element["fallback"] === undefined) {
    problems.push("Action.Execute without fallback");
  }
  return problems;
}

function isText(value: Json | undefined): boolean {
  return typeof value === "string" && value !== "";
}

function objectsIn(value: Json): JsonObject[] {
  if (isList(value)) return value.flatMap(objectsIn);
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

/** By hand: a schema costs as much as the rendering itself. */
function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === "object" && isPlain(value) && Object.values(value).every(isJson);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
