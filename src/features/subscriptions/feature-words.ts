import { FEATURES, type Feature } from "../../core/features.ts";
import { fromFilters, toFilters, type Filters } from "../../core/filters.ts";
import { printChoice, printCommon, printFeatures } from "../../core/filters/print.ts";
import type { Choice } from "../../core/filters/read.ts";
import type { JsonObject } from "../../core/json.ts";

/** Stored features that this version knows, in the grammar's order. */
export function knownFeatures(stored: readonly string[]): readonly Feature[] {
  return FEATURES.filter((feature) => stored.includes(feature));
}

interface Settings {
  readonly features: readonly string[];
  readonly filters?: JsonObject;
}

/** What a subscription lets through, in the grammar's terms. */
export function toChoice({ features, filters }: Settings): Choice {
  return { features: knownFeatures(features), filters: toFilters(filters) };
}

/** Settings with another choice; whatever else they hold stays. */
export function withChoice(settings: Settings, features: readonly Feature[], filters: Filters): Settings {
  const { filters: _before, ...others } = settings;
  const kept = fromFilters(filters);
  return { ...others, features, ...(kept === undefined ? {} : { filters: kept }) };
}

type Mark = (words: string) => string;

/** In messages; the grammar keeps out of filters what could end a code span. */
const asCode: Mark = (words) => `\`${words}\``;

/** For sentences: `` `issues`, `pulls` ``. */
export function featureList(features: readonly string[], mark: Mark = asCode): string {
  return features.map(mark).join(", ");
}

/** For sentences: `` `issues`, `commits:main`, filtered by `+label:"bug"` ``. Cards know no code: they hand in another mark. */
export function choiceList({ features, filters }: Choice, mark: Mark = asCode): string {
  const common = printCommon(filters);
  const told = featureList(printFeatures(features, filters), mark);
  return common.length === 0 ? told : `${told}, filtered by ${featureList(common, mark)}`;
}

/** How to have again what was ended, as a sentence. */
export function toUndo(name: string, { features, filters }: Choice): string {
  return `To undo, say \`subscribe ${name} ${printChoice(features, filters)}\`.`;
}
