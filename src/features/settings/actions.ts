import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { CARD_STYLES, type ConversationSettings } from "../../core/conversation-settings.ts";
import { isFault, faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Place } from "../../core/turn.ts";
import { toSettingsCard } from "./card.ts";
import { changeSettings, differences } from "./change.ts";
import type { SettingsDeps } from "./deps.ts";
import { readFeatures, type SettingsChange } from "./read-setting.ts";
import { tell } from "./words.ts";

const toggle = z.enum(["true", "false"]).transform((value) => value === "true");
const features = z.string().max(400);

/** What the form holds; of nothing chosen some clients send nothing. */
const form = {
  features: features.default(""),
  style: z.enum(CARD_STYLES),
  threads: toggle.optional(),
  drafts: toggle,
  bots: toggle,
};
const data = z.object({ ...form, shown: z.object(form) });
type Data = z.infer<typeof data>;

/** Only what the person changed on the form: another setting may have been changed since the form was shown. */
async function saveSettings(turn: ActionTurn<Data>, { settings: deps }: SettingsDeps): Promise<Reply> {
  const change = toChange(turn.data, turn.place);
  return deps.store.transaction(async (tx) => {
    const { after, changed } = await changeSettings(tx, turn, change);
    const by = escapeMarkdown(turn.actor.person.displayName);
    const told = tell(changed);
    const news = told.length === 0 ? ["Nothing was changed."] : [`✅ Saved by ${by}.`, ...told];
    const { card, data: shown, summary } = toSettingsCard(turn.place, after, news);
    return deps.record(tx, turn, reply.replaceCard(card, shown, summary));
  });
}

function toChange({ shown, ...chosen }: Data, place: Place): SettingsChange {
  const threads = chosen.threads ?? shown.threads;
  return differences(toSettings(shown, place), toSettings({ ...chosen, threads }, place));
}

/** Threads are on where the form has no switch for them. */
function toSettings(
  { features: words, style, threads, drafts, bots }: Data["shown"],
  { reference }: Place,
): ConversationSettings {
  const inThreads = reference.type !== "channel" || threads !== false;
  return { features: readChosen(words), style, threads: inThreads, drafts, bots };
}

/** A card offers only features that there are: another is not from it. */
function readChosen(words: string): ConversationSettings["features"] {
  try {
    return readFeatures([words]);
  } catch (error) {
    throw isFault(error, "SETTING_FEATURE_UNKNOWN") ? faults.ACTION_INVALID() : error;
  }
}

export const conversationSettingsActions: readonly ActionSpec<SettingsDeps>[] = [
  defineAction({
    verb: "settings.save",
    summary: "Save how things are told here",
    data,
    needs: { permission: "member" },
    run: saveSettings,
  }),
];
