import { escapeMarkdown } from "../../core/markdown.ts";
import type { Scope } from "./deps.ts";

const MOST_NAMED = 10;

type Named = Pick<Scope, "kind" | "name">;

/** "cloud **do-main**" */
export function sayScope({ kind, name }: Named): string {
  return `${kind} **${escapeMarkdown(name)}**`;
}

/** The same where a sentence begins. */
export function sayScopeFirst(scope: Named): string {
  const said = sayScope(scope);
  return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}`;
}

/** "cloud **do-main**, server **web-2** and project **shop**"; many are counted. */
export function sayScopes(scopes: readonly Named[]): string {
  const names = scopes.slice(0, MOST_NAMED).map(sayScope);
  const left = scopes.length - names.length;
  const all = left > 0 ? [...names, `${String(left)} more`] : names;
  const [last = "", ...before] = all.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(", ")} and ${last}`;
}

/** As the audit shows it. */
export function toAuditName({ kind, name }: Named): string {
  return `${kind} ${name}`;
}

/** "**DB\_PASSWORD**": cards, where answers to questions stand too, know no code marks. */
export function sayVariable(name: string): string {
  return `**${escapeMarkdown(name)}**`;
}
