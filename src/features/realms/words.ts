import type { RealmRecord, ServerRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toCardText, toLink } from "../../core/plain-text.ts";

const LONGEST_ADDRESS = 120;

/** "**Old Blanchy** on server **web-1**" */
export function sayRealm({ name }: Pick<RealmRecord, "name">, server: Pick<ServerRecord, "name">): string {
  return `**${escapeMarkdown(name)}** on server **${escapeMarkdown(server.name)}**`;
}

/** Its address as a link; `''` for none. */
export function sayAddress({ url }: Pick<RealmRecord, "url">): string {
  return url === "" ? "" : toLink(toCardText(url, LONGEST_ADDRESS), url);
}
