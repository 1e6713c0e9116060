import type { CloudRecord, CloudState } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

const STATES: Readonly<Record<CloudState, string>> = {
  unchecked: "🟡 Saved, not verified yet",
  active: "🟢 Active",
  inactive: "🔴 Doesn't let me in",
};

/** Never by color alone. */
export function stateWords({ state }: Pick<CloudRecord, "state">): string {
  return STATES[state];
}

/** "cloud **do-main**" */
export function sayCloud({ name }: Pick<CloudRecord, "name">): string {
  return `cloud **${escapeMarkdown(name)}**`;
}

/** "Cloud **do-main** of team **Platform**", where a card begins with it. */
export function titleOf({ name }: Pick<CloudRecord, "name">, team: { readonly name: string }): string {
  return `Cloud **${escapeMarkdown(name)}** of team **${team.name}**`;
}

/** "1 server", "12 servers" */
export function sayServers(count: number): string {
  return count === 1 ? "1 server" : `${String(count)} servers`;
}

/** A fault's sentence for a card, which knows no code marks. */
export function toCardSentence(sentence: string): string {
  return sentence.replace(/`/g, '"');
}
