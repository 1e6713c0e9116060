import { z } from "zod";
import type { Fact } from "../facts.ts";
import { shorten, toLine } from "../plain-text.ts";
import { ITEM_SERVICES, type ItemKey, type ItemService } from "./keys.ts";
import { ITEM_STATES, type ItemState } from "./state.ts";

// What the row of a pull request's card keeps of the items that it names: one part that says which are shown, and one a
// piece that says how it stands. Both are merged with all else that is known of the subject.

/** Items that a card shows. */
export const MOST_ITEMS = 3;
/** Names the part that says which. */
export const SHOWN_ITEMS = "items";

/** `items`: in their order. What has no part of its own could not be looked up yet: it is shown by its name alone. */
export const ShownItems = z.object({
  shown: z.array(z.object({ part: z.string(), label: z.string(), service: z.enum(ITEM_SERVICES) })),
});
export type ShownItems = z.infer<typeof ShownItems>;

/** `item:<service>:<key>` */
export const ItemPart = z.object({
  label: z.string(),
  title: z.string(),
  url: z.string(),
  stateText: z.string(),
  state: z.enum(ITEM_STATES),
});
export type ItemPart = z.infer<typeof ItemPart>;

export const ITEM_SERVICE_NAMES: Readonly<Record<ItemService, string>> = {
  jira: "Jira",
  rally: "Rally",
  targetprocess: "TargetProcess",
  sprintly: "Sprintly",
};

export function toItemPartName({ service, key }: Pick<ItemKey, "service" | "key">): string {
  return `item:${service}:${key}`;
}

/** An item as its service told of it. */
export interface ToldItem {
  readonly key: string;
  readonly title: string;
  readonly url: string;
  readonly stateText: string;
  readonly state: ItemState;
  /** When it was changed last, ISO 8601; `''` if the service doesn't say. */
  readonly updatedAt: string;
}

/**
 * The later change counts, whoever saw it: of one that its service gives no time for, when it was seen. At the same
 * moment the service's own message (`told`) beats what was looked up.
 */
export function toItemFact(
  item: ToldItem,
  seen: { readonly at: Date; readonly by: "told" | "lookup" },
): Fact {
  const value: ItemPart = {
    label: toLine(item.key, 60),
    title: shorten(toLine(item.title, 120), 120),
    url: item.url,
    stateText: toLine(item.stateText, 40),
    state: item.state,
  };
  const at = item.updatedAt === "" ? seen.at.toISOString() : item.updatedAt;
  return { version: { at, rank: 0, attempt: seen.by === "told" ? 1 : 0 }, value };
}

/** Which items a pull request names: of its latest version, as it was looked at last. */
export function toShownFact(
  keys: readonly ItemKey[],
  { pullAt, seenAt }: { readonly pullAt: string; readonly seenAt: Date },
): Fact {
  const shown = keys
    .slice(0, MOST_ITEMS)
    .map((key) => ({ part: toItemPartName(key), label: key.label, service: key.service }));
  return { version: { at: pullAt, rank: 0, attempt: seenAt.getTime() }, value: { shown } };
}
