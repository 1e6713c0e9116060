import { CARD_STYLES, type CardStyle, type ConversationSettings } from "../../core/conversation-settings.ts";
import type { ConversationType } from "../../core/conversation.ts";
import { faults } from "../../core/errors.ts";
import { FEATURES, isFeature, type Feature } from "../../core/features.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

/** What is chosen anew; what is not named stays. */
export type SettingsChange = Partial<ConversationSettings>;

/** As they are typed, in the order in which they are shown. */
export const SETTINGS = ["defaults", "style", "threads", "drafts", "bots"] as const;
type Setting = (typeof SETTINGS)[number];

const SWITCHES = ["on", "off"] as const;

/** Reads `style compact`, `threads off`, `defaults issues pulls`. Throws the SETTING_ faults. */
export function readSetting(name: string, words: readonly string[], type: ConversationType): SettingsChange {
  const setting = SETTINGS.find((one) => one === name.toLowerCase());
  switch (setting) {
    case undefined:
      throw faults.SETTING_UNKNOWN({ given: said(name), settings: SETTINGS.join(", ") });
    case "defaults":
      return { features: readFeatures(words) };
    case "style":
      return { style: readWord<CardStyle>(setting, CARD_STYLES, words) };
    case "threads":
      if (type !== "channel") throw faults.SETTING_NEEDS_CHANNEL({ setting });
      return { threads: readSwitch(setting, words) };
    case "drafts":
      return { drafts: readSwitch(setting, words) };
    case "bots":
      return { bots: readSwitch(setting, words) };
  }
}

/** Features in words, parted by blanks or commas. Throws SETTING_NO_FEATURES and SETTING_FEATURE_UNKNOWN. */
export function readFeatures(words: readonly string[]): readonly Feature[] {
  const given = words.flatMap((word) => word.toLowerCase().split(",")).filter((word) => word !== "");
  const features = FEATURES.join(", ");
  if (given.length === 0) throw faults.SETTING_NO_FEATURES({ features });
  const unknown = given.find((word) => !isFeature(word));
  if (unknown !== undefined) throw faults.SETTING_FEATURE_UNKNOWN({ given: said(unknown), features });
  return FEATURES.filter((feature) => given.includes(feature));
}

function readSwitch(setting: Setting, words: readonly string[]): boolean {
  return readWord<(typeof SWITCHES)[number]>(setting, SWITCHES, words) === "on";
}

function readWord<T extends string>(setting: Setting, values: readonly T[], words: readonly string[]): T {
  const given = words.join(" ");
  const value = values.find((one) => one === given.toLowerCase());
  if (value !== undefined) return value;
  throw faults.SETTING_VALUE_UNKNOWN({
    setting,
    given: said(given),
    values: values.join(" or "),
    example: `settings ${setting} ${values[1] ?? ""}`,
  });
}

function said(text: string): string {
  return escapeMarkdown(text.slice(0, 40).toWellFormed());
}
