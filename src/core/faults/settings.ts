import { faultWith } from "../fault.ts";

export const settingsFaults = {
  SETTING_UNKNOWN: faultWith(
    "input",
    (a: { given: string; settings: string }) =>
      `"${a.given}" is not a setting. The settings are: ${a.settings}. For example: \`settings style compact\`.`,
    { given: "colour", settings: "defaults, style, threads, drafts, bots" },
  ),
  SETTING_VALUE_UNKNOWN: faultWith(
    "input",
    (a: { setting: string; given: string; values: string; example: string }) =>
      a.given === ""
        ? `Say what \`${a.setting}\` is to be: ${a.values}. For example: \`${a.example}\`.`
        : `\`${a.setting}\` can't be "${a.given}", only ${a.values}. For example: \`${a.example}\`.`,
    { setting: "style", given: "tiny", values: "full or compact", example: "settings style compact" },
  ),
  SETTING_NEEDS_CHANNEL: faultWith(
    "input",
    (a: { setting: string }) =>
      `There is no \`${a.setting}\` to set here: only channels have threads, and in chats comments and reviews come as messages of their own. Say \`settings\` to see what you can set here.`,
    { setting: "threads" },
  ),
  SETTING_FEATURE_UNKNOWN: faultWith(
    "input",
    (a: { given: string; features: string }) =>
      `"${a.given}" is not a feature. The features are: ${a.features}. For example: \`settings defaults issues pulls\`.`,
    { given: "isues", features: "issues, pulls, commits" },
  ),
  SETTING_NO_FEATURES: faultWith(
    "input",
    (a: { features: string }) =>
      `A subscribe without features has to turn on at least one. Choose among: ${a.features}. Nothing was changed. For example: \`settings defaults issues pulls\`.`,
    { features: "issues, pulls, commits" },
  ),
};
