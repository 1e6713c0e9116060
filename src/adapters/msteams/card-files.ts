import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

import { z } from "zod";

import type { Json, JsonObject } from "../../core/json.ts";

const headSchema = z.object({
  type: z.literal("AdaptiveCard"),
  version: z.literal("1.5"),
  fallbackText: z.string().min(1),
  body: z.array(z.unknown()).min(1),
});

/** Folder of partials: pieces that cards take in by `{"$include": "shared/<name>"}`, no cards themselves. */
const SHARED = "shared/";
const MAX_INCLUDE_DEPTH = 5;

export interface CardFile {
  /** Path under the folder, without ending, with forward slashes: `notifications/issue`. */
  readonly name: string;
  readonly template: JsonObject;
}

/**
 * Reads every card template under a folder (`*.sample.json` are test data), takes in its partials and checks its head.
 * Throws one Error that names every bad file. Adaptive Cards 1.5: https://adaptivecards.io/explorer/AdaptiveCard.html
 */
export function readCardFiles(folder: string): CardFile[] {
  const problems: string[] = [];
  const pieces = new Map<string, Json>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".json") || path.endsWith(".sample.json")) continue;
    const name = relative(folder, join(folder, path)).split(sep).join("/").slice(0, -".json".length);
    try {
      pieces.set(name, z.json().parse(JSON.parse(readFileSync(join(folder, path), "utf8"))));
    } catch {
      problems.push(`${name}: is not JSON`);
    }
  }

  const cards: CardFile[] = [];
  for (const [name, piece] of pieces) {
    if (name.startsWith(SHARED)) continue;
    try {
      cards.push({ name, template: checkHead(include(piece, pieces, 0)) });
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : "bad card"}`);
    }
  }
  if (problems.length > 0) throw new Error(`Bad cards:\n${problems.join("\n")}`);
  return cards;
}

function checkHead(card: Json): JsonObject {
  const head = headSchema.safeParse(card);
  if (!head.success) {
    const issues = head.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(issues.join("; "));
  }
  if (!isObject(card)) throw new Error("is not an object");
  return card;
}

function include(value: Json, pieces: ReadonlyMap<string, Json>, depth: number): Json {
  if (isList(value)) return value.flatMap((item) => includeItem(item, pieces, depth));
  if (!isObject(value)) return value;
  const name = value["$include"];
  if (typeof name === "string") return getPiece(name, pieces, depth);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, include(item, pieces, depth)]));
}

/** In a list, a partial that is a list itself is put in piece by piece. */
function includeItem(item: Json, pieces: ReadonlyMap<string, Json>, depth: number): readonly Json[] {
  const included = include(item, pieces, depth);
  const isPartial = isObject(item) && typeof item["$include"] === "string";
  return isPartial && isList(included) ? included : [included];
}

function getPiece(name: string, pieces: ReadonlyMap<string, Json>, depth: number): Json {
  const piece = name.startsWith(SHARED) ? pieces.get(name) : undefined;
  if (piece === undefined) throw new Error(`includes ${name}, which is not there`);
  if (depth >= MAX_INCLUDE_DEPTH) throw new Error(`includes ${name} too deep`);
  return include(piece, pieces, depth + 1);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}
