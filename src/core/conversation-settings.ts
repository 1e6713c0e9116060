import { z } from "zod";
import type { ConversationType } from "./conversation.ts";
import { DEFAULT_FEATURES, FEATURES, type Feature } from "./features.ts";
import type { JsonObject } from "./json.ts";

/** How much of a subject a notification card shows. */
export const CARD_STYLES = ["full", "compact"] as const;
export type CardStyle = (typeof CARD_STYLES)[number];

/** What a conversation chose for all its subscriptions together. */
export interface ConversationSettings {
  /** What a subscribe without features turns on; at least one, in the grammar's order. */
  readonly features: readonly Feature[];
  readonly style: CardStyle;
  /** Do comments and reviews come as replies? Always so outside channels: only channels have threads. */
  readonly threads: boolean;
  /** Do draft pull requests open cards? Else they do once they are ready for review. */
  readonly drafts: boolean;
  /** Is what bots do told? A card that is here keeps telling how things stand either way. */
  readonly bots: boolean;
}

/** As a conversation's row keeps them. */
export interface KeptSettings {
  readonly type: ConversationType;
  readonly threads: boolean;
  readonly settings: JsonObject;
}

export const DEFAULT_SETTINGS: ConversationSettings = {
  features: DEFAULT_FEATURES,
  style: "full",
  threads: true,
  drafts: false,
  bots: true,
};

const features = z
  .array(z.string())
  .transform(toFeatures)
  .pipe(z.array(z.enum(FEATURES)).min(1));

/** Each on its own: one that this version can't read is as if nobody had chosen it, and the others stay. */
const kept = z.object({
  features: features.catch([...DEFAULT_SETTINGS.features]),
  style: z.enum(CARD_STYLES).catch(DEFAULT_SETTINGS.style),
  drafts: z.boolean().catch(DEFAULT_SETTINGS.drafts),
  bots: z.boolean().catch(DEFAULT_SETTINGS.bots),
});

/** Reads what a conversation's row keeps. This runs for every conversation of every event; most keep nothing. */
export function toConversationSettings({ type, threads, settings }: KeptSettings): ConversationSettings {
  const inThreads = type !== "channel" || threads;
  if (Object.keys(settings).length === 0)
    return inThreads ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, threads: false };
  return { ...kept.parse(settings), threads: inThreads };
}

function toFeatures(words: readonly string[]): Feature[] {
  return FEATURES.filter((feature) => words.includes(feature));
}
