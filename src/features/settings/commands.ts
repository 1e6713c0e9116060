import { restWords, word } from "../../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { toConversationSettings } from "../../core/conversation-settings.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { toSettingsCard } from "./card.ts";
import { changeSettings } from "./change.ts";
import type { SettingsDeps } from "./deps.ts";
import { readSetting } from "./read-setting.ts";
import { tell } from "./words.ts";

const scopes = ["personal", "group", "channel"] as const;

/** `settings`: how things are told here, as a form. */
async function showSettings(turn: Turn<unknown>, { settings: deps }: SettingsDeps): Promise<Reply> {
  const kept = await deps.store.read((reads) => reads.conversations.find(turn.place.conversationId));
  if (kept === undefined) throw new RangeError("a turn without its conversation");
  const { card, data, summary } = toSettingsCard(turn.place, toConversationSettings(kept));
  return reply.card(card, data, summary);
}

/** `settings style compact` */
async function setSetting(
  turn: Turn<{ readonly setting: string; readonly value: readonly string[] }>,
  { settings: deps }: SettingsDeps,
): Promise<Reply> {
  const change = readSetting(turn.args.setting, turn.args.value, turn.place.reference.type);
  return deps.store.transaction(async (tx) => {
    const { changed } = await changeSettings(tx, turn, change);
    const told = tell(changed);
    const text = told.length === 0 ? "That is so already; nothing was changed." : `✅ ${told.join(" ")}`;
    return deps.record(tx, turn, reply.text(text));
  });
}

export const settingsCommands: readonly CommandSpec<SettingsDeps>[] = [
  defineCommand({
    name: "settings",
    pattern: "settings",
    args: {},
    summary: "Show and change how things are told here",
    examples: ["settings"],
    details: [
      "They belong to this channel or chat and hold for all of its subscriptions. Everybody but guests can change them.",
      "Save changes only what you changed on the form, so that it takes nothing back that somebody else has changed meanwhile.",
    ],
    scopes,
    needs: { permission: "member" },
    run: showSettings,
  }),
  defineCommand({
    name: "settings change",
    pattern: "settings :setting :value",
    args: { setting: word("setting", "which setting"), value: restWords("value", "what it is to be") },
    summary: "Change one of the settings",
    examples: [
      "settings defaults issues pulls",
      "settings style compact",
      "settings threads off",
      "settings drafts on",
      "settings bots off",
    ],
    details: [
      "`defaults`: the features that a subscribe without any turns on here. Subscriptions that are here stay as they are.",
      "`style full` or `compact`: compact cards have one to three lines and no buttons, and stay up to date like full ones. Cards that are here change when something next happens to them.",
      "`threads off` (channels only): comments and reviews don't come as replies. The card counts them and shows how things stand; on what has no card here, and where somebody who is here is mentioned, each comes as a small card of its own.",
      "`drafts on`: draft pull requests come at once. Off, which is the default, they come when they are ready for review.",
      "`bots off`: what bots do opens no card and is not told in threads. A card that is here still shows it.",
    ],
    scopes,
    needs: { permission: "member" },
    run: setSetting,
  }),
];
