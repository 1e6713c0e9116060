import { optionalWord, rest, word, type ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { sayGiven } from "./words.ts";

const MOST_DIGITS = 4;

export const whichProject = word("project", "which project: for example `project show shop`");
export const newName = optionalWord("name", "what to call it");
export const repository = optionalWord("repository", "which repository");

/** `web-1,web-2` or `web-1 web-2`, in the order of deploying. */
export const serverNames: ArgumentKind<readonly string[]> = rest(
  "server,server",
  "which servers, in the order of deploying: for example `project servers shop web-1,web-2`",
  (words) =>
    words
      .flatMap((given) => given.split(","))
      .map((name) => name.trim())
      .filter((name) => name !== ""),
);

/** A page of the list, from 1. */
export const page: ArgumentKind<number> = {
  arity: "optional",
  label: "page",
  what: "which page",
  parse: ([given = "1"]) => {
    if (/^[1-9]\d*$/.test(given) && given.length <= MOST_DIGITS) return Number(given);
    throw faults.PROJECT_PAGE_UNKNOWN({ given: sayGiven(given), pages: 1 });
  },
};
