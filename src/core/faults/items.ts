import { fault, faultWith } from "../fault.ts";

/** Work items that branches and pull requests name. */
export const itemFaults = {
  ITEM_PATTERN_INVALID: fault(
    "input",
    "A pattern says where keys stand: one `{key}` among text and `*` for any text, up to five of them with `|` between. For example: `team pattern feature/{key}-* | [{key}] *`. `team pattern default` finds keys wherever they are spelled out.",
  ),
  FEATURE_KEY_INVALID: faultWith(
    "input",
    (a: { given: string }) =>
      `"${a.given}" is no key of an item. Keys look like \`PROJ-1\` (Jira), \`US123\` (Rally) or \`#1234\` (TargetProcess, Sprintly). For example: \`feature PROJ-1\`.`,
    { given: "the stove" },
  ),
};
