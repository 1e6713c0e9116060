import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { isOfTheShell, isOfWindows, isVariableName } from "../../../core/variable-name.ts";

/** The variables by name, in order. Throws SERVER_VARIABLE_REFUSED for one that would do harm, or can't be set. */
export function toVariables(
  variables: Readonly<Record<string, string>>,
  os: "linux" | "windows",
): readonly (readonly [name: string, value: string])[] {
  const entries = Object.entries(variables).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of entries) {
    const isReserved = os === "linux" ? isOfTheShell(name) : isOfWindows(name);
    if (!isVariableName(name) || isReserved || value.includes("\0"))
      throw faults.SERVER_VARIABLE_REFUSED({ name: escapeMarkdown(name.slice(0, 100)) });
  }
  return entries;
}
