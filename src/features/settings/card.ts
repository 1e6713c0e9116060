import type { ConversationSettings } from "../../core/conversation-settings.ts";
import { FEATURES } from "../../core/features.ts";
import type { CardContent } from "../../core/message.ts";
import type { Place } from "../../core/turn.ts";
import { thisPlace } from "./deps.ts";

/** The settings as a form. `news` is card text: what the last Save did. */
export function toSettingsCard(
  place: Place,
  { features, style, threads, drafts, bots }: ConversationSettings,
  news: readonly string[] = [],
): CardContent {
  const title = `Settings of ${thisPlace(place)}`;
  return {
    card: "settings/settings",
    summary: [title, ...news].join(". "),
    data: {
      title,
      news: news.map((text) => ({ text })),
      isChannel: place.reference.type === "channel",
      choices: FEATURES.map((feature) => ({ title: feature, value: feature })),
      features: features.join(","),
      style,
      threads: String(threads),
      drafts: String(drafts),
      bots: String(bots),
    },
  };
}
