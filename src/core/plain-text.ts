import { escapeMarkdown, withoutInvisible } from "./markdown.ts";

/** Longer bodies are cut before they are read: a card shows a few hundred characters of them. */
const READ_AT_MOST = 6_000;

/** At most `length` characters (code points, so that an emoji is never halved), with an ellipsis where something is gone. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  return `${characters
    .slice(0, length - 1)
    .join("")
    .trimEnd()}…`;
}

/** One line without invisible characters, for places where Markdown is not read: summaries, alternative texts. */
export function toLine(text: string, length: number): string {
  return shorten(withoutInvisible(text).replace(/\s+/g, " ").trim(), length);
}

/** User text for a TextBlock: inert Markdown, on one line. */
export function toCardText(text: string, length: number): string {
  return escapeMarkdown(toLine(text, length));
}

/** What a reader sees first of a GitHub body: Markdown and HTML reduced to words, on one line. */
export function toExcerpt(body: string | null | undefined, length: number): string {
  if (body === null || body === undefined) return "";
  const words = withoutMarkup(body).replace(/^[^\S\n]*[-*+][^\S\n]+(?:\[[ x]\]\s+)?/gim, "");
  return toLine(words, length);
}

/** The first lines of a GitHub body that have words, lists kept as such; together at most `length` characters. */
export function toExcerptLines(body: string, most: number, length: number): string[] {
  const lines = withoutMarkup(body)
    .split(/\r?\n/)
    .map((line) => toLine(line.replace(/^\s*[-*+]\s+(?:\[[ xX]\]\s+)?/, "• "), 200))
    .filter((line) => /[\p{L}\p{N}\p{S}]/u.test(line));
  const shown: string[] = [];
  let left = length;
  for (const line of lines.slice(0, most)) {
    if (left <= 0) break;
    const text = shorten(line, left);
    shown.push(text);
    left -= Array.from(text).length;
  }
  return lines.length > shown.length ? [...shown, "…"] : shown;
}

/** Comments, fences, links, tags, headings, quotes, emphasis and code marks are gone; list marks and lines stay. */
function withoutMarkup(body: string): string {
  return body
    .slice(0, READ_AT_MOST)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/^[^\S\n]*(?:```|~~~).*$/gm, " ")
    .replace(/!?\[([^\][]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/g, "$1")
    .replace(/<\/?[a-z][^<>]*>/gi, " ")
    .replace(/^[^\S\n]{0,3}(?:#{1,6}[^\S\n]+|>[^\S\n]?)/gm, "")
    .replace(/(\*\*|__|~~)(?=\S)([^*_~]+)\1/g, "$2")
    .replace(/`+([^`]*)`+/g, "$1");
}

/** A link whose label is card text already. */
export function toLink(cardText: string, url: string): string {
  const safe = new URL(url).href.replace(/[()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `[${cardText}](${safe})`;
}
