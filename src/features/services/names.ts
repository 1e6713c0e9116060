import type { ProviderId } from "../../adapters/services/contract/index.ts";
import type { ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";

/** The services beside GitHub, in the order in which they are shown. */
export const PROVIDER_IDS = [
  "jira",
  "sprintly",
  "rally",
  "targetprocess",
  "jenkins",
  "travis",
] as const satisfies readonly ProviderId[];

/** Other ways to write them. */
const ALIASES: Readonly<Record<string, ProviderId>> = {
  tp: "targetprocess",
  "target-process": "targetprocess",
  "travis-ci": "travis",
  travisci: "travis",
};

export function findProviderId(text: string): ProviderId | undefined {
  const word = text.toLowerCase();
  return PROVIDER_IDS.find((id) => id === word) ?? (Object.hasOwn(ALIASES, word) ? ALIASES[word] : undefined);
}

export const provider: ArgumentKind<ProviderId> = {
  arity: "one",
  label: "service",
  what: "which service",
  parse: ([given = ""]) => {
    const id = findProviderId(given);
    if (id !== undefined) return id;
    throw faults.SERVICE_UNKNOWN({
      given: escapeMarkdown(given.slice(0, 60).toWellFormed()),
      services: PROVIDER_IDS.join(", "),
      suggestion: nearest(given.toLowerCase(), PROVIDER_IDS) ?? "",
    });
  },
};
