import type { ProviderId } from "../../adapters/services/contract/index.ts";
import { rest, type ArgumentKind } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { toSourceKey } from "../../core/items/source-key.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import { findProviderId, PROVIDER_IDS } from "./names.ts";

const LONGEST_KEY = 200;
const EXAMPLE = "jira:PROJ";

/** What of a service a conversation follows. */
export interface NotifySource {
  readonly provider: ProviderId;
  readonly key: string;
}

/** `jira:PROJ`, as people type it. */
export function sourceText({ provider, key }: NotifySource): string {
  return `${provider}:${key}`;
}

export const source: ArgumentKind<NotifySource> = rest(
  "source",
  `what to follow: for example ${EXAMPLE}`,
  (words) => readSource(words.join(" ")),
);

/** Throws SERVICE_UNKNOWN and NOTIFY_SOURCE_INVALID. */
function readSource(text: string): NotifySource {
  const given = escapeMarkdown(text.slice(0, 60).toWellFormed());
  const [, word = "", typed = ""] = /^([^:\s]+)\s*:([^]*)$/.exec(text) ?? [];
  if (word === "") throw faults.NOTIFY_SOURCE_INVALID({ given, example: EXAMPLE });
  const provider = findProviderId(word);
  if (provider === undefined)
    throw faults.SERVICE_UNKNOWN({
      given: escapeMarkdown(word.slice(0, 60).toWellFormed()),
      services: PROVIDER_IDS.join(", "),
      suggestion: nearest(word.toLowerCase(), PROVIDER_IDS) ?? "",
    });
  const key = toSourceKey(provider, typed);
  if (key === "" || key.length > LONGEST_KEY || !key.isWellFormed())
    throw faults.NOTIFY_SOURCE_INVALID({ given, example: EXAMPLE });
  return { provider, key };
}
