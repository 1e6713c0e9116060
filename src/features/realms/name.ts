import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

const LONGEST = 60;
/** Letters of any script, but none that can't be seen: game worlds are called Mal'Ganis or Área 52. */
const NAME =
  /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} '’._-]*[\p{L}\p{M}\p{N}])?$/u;

/** A realm's name as it is kept: one blank between words, NFC. Undefined for what can't be one. */
export function readName(text: string): string | undefined {
  const name = text.normalize("NFC").trim().replace(/ +/g, " ");
  const isName = name.length <= LONGEST && NAME.test(name);
  // It parts the realm from its server in commands.
  return isName && !name.toLowerCase().split(" ").includes("on") ? name : undefined;
}

/** The same of what a person typed. Throws REALM_NAME_INVALID. */
export function getName(typed: string): string {
  const name = readName(typed);
  if (name === undefined) throw faults.REALM_NAME_INVALID({ given: sayGiven(typed) });
  return name;
}

/** What a person typed, short and inert. */
export function sayGiven(typed: string): string {
  return escapeMarkdown(typed.slice(0, LONGEST).toWellFormed());
}
