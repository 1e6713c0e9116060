import { escapeMarkdown } from "../../core/markdown.ts";
import type { Scope } from "./deps.ts";

type Named = Pick<Scope, "kind" | "name">;

/** "cloud **do-main**" */
export function sayScope({ kind, name }: Named): string {
  return `${kind} **${escapeMarkdown(name)}**`;
}

/** As a person types it; a name with blanks stands in quotes. */
export function toReference({ kind, name }: Named): string {
  if (kind === "team") return kind;
  return `${kind}:${name.includes(" ") ? `"${name}"` : name}`;
}

/** As the audit shows it. */
export function toAuditName({ kind, name }: Named): string {
  return `${kind} ${name}`;
}

/** "**DB\_PASSWORD**": cards, where answers to questions stand too, know no code marks. */
export function sayVariable(name: string): string {
  return `**${escapeMarkdown(name)}**`;
}
