import type { ParseGitHubTarget } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

/** What a person points at: an issue or pull request by its number, or a workflow run by its id. */
export type Reference =
  | { readonly kind: "named"; readonly owner: string; readonly name: string; readonly number: string }
  /** A number whose repository is told by where it was said. */
  | { readonly kind: "bare"; readonly number: string }
  /** The subject of the card in whose thread it was said. */
  | { readonly kind: "this" };

export type ReferenceTo = "subject" | "run";

const EXAMPLES = { subject: "octo/hello#7", run: "octo/hello#8123456789" } as const;
// An issue's number fits into 32 bits; a run's id is one of GitHub's numeric ids.
const NUMBERS = { subject: /^[1-9]\d{0,8}$/, run: /^[1-9]\d{0,15}$/ } as const;
const PAGES = {
  subject: /^\/[^/]+\/[^/]+\/(?:issues|pull|pulls)\/(\d+)(?:\/|$)/,
  run: /^\/[^/]+\/[^/]+\/actions\/runs\/(\d+)(?:\/|$)/,
} as const;
const GIVEN_LENGTH = 80;

/** Reads `owner/repo#7`, `#7`, `this` or a link. Throws REFERENCE_MALFORMED, and what `parseTarget` throws. */
export function parseReference(text: string, to: ReferenceTo, parseTarget: ParseGitHubTarget): Reference {
  if (to === "subject" && text.toLowerCase() === "this") return { kind: "this" };
  const malformed = (): Error => faults.REFERENCE_MALFORMED({ given: toShown(text), example: EXAMPLES[to] });
  if (text.includes("://")) return parseLink(text, to, parseTarget, malformed);
  const [before = "", number, ...more] = text.includes("#") ? text.split("#") : ["", text];
  if (number === undefined || more.length > 0 || !NUMBERS[to].test(number)) throw malformed();
  if (before === "") return { kind: "bare", number };
  const target = parseTarget(before);
  if (target.kind === "owner") throw malformed();
  return { kind: "named", owner: target.owner, name: target.name, number };
}

/** The page of the thing, wherever in it the link leads (`…/pull/7/files#diff-1`). */
function parseLink(
  text: string,
  to: ReferenceTo,
  parseTarget: ParseGitHubTarget,
  malformed: () => Error,
): Reference {
  const target = parseTarget(text);
  const number = PAGES[to].exec(URL.parse(text)?.pathname ?? "")?.[1];
  if (target.kind === "owner" || number === undefined || !NUMBERS[to].test(number)) throw malformed();
  return { kind: "named", owner: target.owner, name: target.name, number };
}

/** As typed, escaped, and not too long to be repeated. */
export function toShown(given: string): string {
  const shown = given.length > GIVEN_LENGTH ? `${given.slice(0, GIVEN_LENGTH - 1)}…` : given;
  return escapeMarkdown(shown.toWellFormed());
}
