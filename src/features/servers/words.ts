import type { ServerRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toCardText } from "../../core/plain-text.ts";
import { SERVER_STATUS_WORDS } from "../../core/state-words.ts";

export const NAME_LENGTH = 60;
export const LONGEST_ERROR = 400;

export function sayStatus({ status }: Pick<ServerRecord, "status">): string {
  return SERVER_STATUS_WORDS[status];
}

/** "server **web-1** of team **Platform**"; the team's name is escaped. */
export function sayServer({ name }: Pick<ServerRecord, "name">, team: { readonly name: string }): string {
  return `server **${escapeMarkdown(name)}** of team **${team.name}**`;
}

/** Where it is reached; `''` until that is known. */
export function addressOf({
  publicAddress,
  privateAddress,
}: Pick<ServerRecord, "publicAddress" | "privateAddress">): string {
  return publicAddress === "" ? privateAddress : publicAddress;
}

/** The facts of a card that are known. */
export function toFacts(
  facts: readonly (readonly [title: string, value: string])[],
): readonly { readonly title: string; readonly value: string }[] {
  return facts.filter(([, value]) => value !== "").map(([title, value]) => ({ title, value }));
}

/** What went wrong, as cards show it: sentences of faults are Markdown already, but cards know no code. */
export function sayError({ lastError }: Pick<ServerRecord, "lastError">): string {
  return lastError.replace(/`/g, '"').slice(0, LONGEST_ERROR);
}

export function toName(name: string): string {
  return toCardText(name, NAME_LENGTH);
}
