import type { ProviderId } from "../../adapters/services/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { markdownLink } from "../../core/markdown.ts";
import { shorten, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import { getUsable } from "./connection.ts";
import type { Deps } from "./deps.ts";
import type { Session } from "./once.ts";

const MOST_SHOWN = 60;

/**
 * The actor with the connection that they may use. `site` is where the card led whose button was pressed: somebody
 * else's Jira may have another PROJ-1. Throws SERVICE_NOT_ENABLED, SERVICE_OTHER_SITE.
 */
export async function asActor(
  turn: TurnContext,
  id: ProviderId,
  deps: Deps,
  site?: string,
): Promise<Session> {
  const usable = await getUsable(turn, id, deps);
  const service = deps.providers[id].description.name;
  if (site !== undefined && usable.connection.baseUrl !== site) throw faults.SERVICE_OTHER_SITE({ service });
  return { ...usable, turn, id, service, deps };
}

/** One line that the conversation sees; written with the end of the turn. */
export function answer({ turn, deps }: Pick<Session, "turn" | "deps">, text: string): Promise<Reply> {
  return deps.store.transaction((tx) => deps.record(tx, turn, reply.text(text)));
}

/** A link in a sentence to what a person named. */
export function linkTo(name: string, url: string): string {
  return markdownLink(toShown(name), url);
}

/** What somebody typed, as a sentence may repeat it; not yet escaped. */
export function toShown(text: string): string {
  return shorten(toLine(text.toWellFormed(), MOST_SHOWN), MOST_SHOWN);
}

/** `"User Story"` -> `User Story`: quotes only hold a word together. */
export function unquoted(word: string): string {
  return /^"(.*)"$/s.exec(word)?.[1] ?? word;
}
