import type { Setting, SettingSection } from "../../src/config/setting.ts";
import { cell, GENERATED } from "./markdown.ts";

/** docs/configuration.md: one table a section. */
export function configurationPage(sections: readonly SettingSection[]): string {
  const head = [
    "# Configuration",
    "",
    GENERATED,
    "",
    "Ployst reads its environment, completed by a `.env` file in the folder where it is started. An empty value counts as unset.",
    "Everything that is wrong is told at once, by name, and Ployst ends with exit code 78. Secret values are never printed.",
  ];
  return [...head, ...sections.flatMap(toSection), ""].join("\n");
}

function toSection({ title, description, settings }: SettingSection): readonly string[] {
  const head = ["", `## ${title}`, "", description, "", "| variable | default | meaning |", "|---|---|---|"];
  return [...head, ...Object.values(settings).map(toRow)];
}

function toRow({ name, fallback, description, isSecret }: Setting<unknown>): string {
  const secret = isSecret ? " (secret)" : "";
  const shown = fallback === undefined ? "" : `\`${fallback}\``;
  return `| \`${name}\`${secret} | ${cell(shown)} | ${cell(description)} |`;
}
