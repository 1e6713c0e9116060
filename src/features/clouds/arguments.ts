import { rest, restWords, word, type ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import { hadTypedValue } from "../../core/typed-value.ts";
import type { CloudDescription, Clouds } from "../../adapters/clouds/contract/index.ts";
import { findDescription } from "./providers.ts";

const LONGEST_GIVEN = 60;
const NAME = /^[a-z\d](?:[a-z\d._-]{0,38}[a-z\d])?$/i;

export const whichCloud = word("name", "which cloud: for example `cloud show do-main`");
/** The same where credentials follow: they belong into the form. */
export const cloudToLogIn: ArgumentKind<string> = rest(
  "name",
  "which cloud: for example `cloud login do-main`",
  ([name, extra]) => {
    if (name === undefined) throw faults.CLOUD_NAME_MISSING();
    if (extra !== undefined) throw faults.CLOUD_VALUE_TYPED();
    return name;
  },
);
export const newCloud = restWords("provider and name", "a provider, and a name for the cloud");

/** `digitalocean do-main`, as far as it was said. */
export interface WantedCloud {
  readonly description: CloudDescription | undefined;
  /** `''` where none was said. */
  readonly name: string;
}

/** Throws CLOUD_PROVIDER_UNKNOWN, CLOUD_NAME_INVALID, CLOUD_VALUE_TYPED. */
export function readWanted(words: readonly string[], described: Pick<Clouds, "descriptions">): WantedCloud {
  const [provider, name = "", extra] = words;
  if (provider === undefined) return { description: undefined, name: "" };
  if (hadTypedValue(words.join(" "))) throw faults.CLOUD_VALUE_TYPED();
  const description = findDescription(provider, described);
  const keys = described.descriptions.map(({ key }) => key);
  if (description === undefined)
    throw faults.CLOUD_PROVIDER_UNKNOWN({
      given: sayGiven(provider),
      providers: keys.join(", "),
      suggestion: nearest(provider.toLowerCase(), keys) ?? "",
    });
  if (extra !== undefined) throw faults.CLOUD_VALUE_TYPED();
  return { description, name: name === "" ? "" : getCloudName(name) };
}

/** Throws CLOUD_NAME_INVALID, which doesn't repeat it: it may be a token. */
export function getCloudName(typed: string): string {
  if (NAME.test(typed)) return typed;
  throw faults.CLOUD_NAME_INVALID();
}

/** What a person typed, short and inert. */
export function sayGiven(typed: string): string {
  return escapeMarkdown(typed.slice(0, LONGEST_GIVEN).toWellFormed());
}
