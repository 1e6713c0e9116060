import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { loadCards } from "../../src/adapters/msteams/cards.ts";
import type { JsonObject } from "../../src/core/json.ts";

const FOLDER = fileURLToPath(new URL("../../cards/", import.meta.url));
const ENDING = ".sample.json";
const Data = z.record(z.string(), z.json());

/** A card filled with one of its samples. */
export interface Sample {
  /** `notifications/issue`, or `notifications/issue.closed` of a further sample. */
  readonly name: string;
  readonly card: JsonObject;
}

/** Every sample under cards/, rendered as the bot renders it: `issue.sample.json`, `issue.closed.sample.json`. */
export function listSamples(): readonly Sample[] {
  const cards = loadCards(FOLDER);
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ENDING))
    .map((path) => path.slice(0, -ENDING.length).replaceAll("\\", "/"))
    .sort()
    .map((name) => {
      const data = Data.parse(JSON.parse(readFileSync(join(FOLDER, `${name}${ENDING}`), "utf8")));
      const card = name.replace(/\.[a-z-]+$/, "");
      return { name, card: cards.render({ card, data, summary: name }) };
    });
}
