import { rest, type ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { withoutInvisible } from "../../core/markdown.ts";

const SHORTEST = 2;
const LONGEST = 60;
/** What the table holds, in UTF-16 units: letters beyond the first 65,536 are two. */
const LONGEST_KEPT = 100;
// What Unicode says is not to be seen: blanks of no width, fillers that count as letters, tags.
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
// Marks of Markdown, HTML and our grammar; whatever is no character for people.
const REFUSED = /[\\`*~<>[\]{}|"]|\p{C}/u;
const LETTER = /[\p{L}\p{N}]/u;

/** The name of a team as it was typed, of any number of words, quoted or not. Throws TEAM_NAME_INVALID. */
export function readTeamName(words: readonly string[]): string {
  const typed = words.join(" ").replace(/^"(.*)"$/s, "$1");
  const name = withoutInvisible(typed).replace(UNSEEN, "").replace(/\s+/g, " ").trim().normalize("NFC");
  const length = Array.from(name).length;
  const isFitting = length >= SHORTEST && length <= LONGEST && name.length <= LONGEST_KEPT;
  if (!isFitting || REFUSED.test(name) || !LETTER.test(name)) throw faults.TEAM_NAME_INVALID();
  return name;
}

/** The rest of a command as the name of a team. Throws TEAM_NAME_MISSING and TEAM_NAME_INVALID. */
export function teamName(label: string, example: string): ArgumentKind<string> {
  return rest(label, "which team", (words) => {
    if (words.length === 0) throw faults.TEAM_NAME_MISSING({ example });
    return readTeamName(words);
  });
}

/** Are these one name? As the store compares them: in any case. */
export function isSameName(one: string, other: string): boolean {
  return one.normalize("NFC").toLowerCase() === other.normalize("NFC").toLowerCase();
}
