// Everything that can start emphasis, code, a link or a strike-through anywhere in a line.
const INLINE_SPECIAL = /[\\`*_[\]~]/g;
// What means something only at the start of a line: headings and lists. The last character is escaped, for a digit can't be.
const LINE_START = /^ ?(?:[#+-]|\d{1,9}[.)])/;
// Four blanks before a text would make code of it.
const INDENT = /^\s+/;
// Cards replace {{DATE(…)}} and {{TIME(…)}} in any text before they read its Markdown.
const TIME_FUNCTION = /\{\{(?=(?:DATE|TIME)\()/gi;
// Bidirectional overrides and isolates, zero-width characters and controls can make a text read as what it is not.
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

const LINKED_PROTOCOLS: readonly string[] = ["https:", "http:"];

/** Text without control, zero-width and bidirectional-override characters; tabs and line feeds stay. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, "");
}

/**
 * User text made inert for a Teams message or TextBlock, on one line: Markdown is escaped, angle brackets
 * become entities so that neither HTML nor `<at>` survives, control and bidi characters are removed.
 */
export function escapeMarkdown(text: string): string {
  return withoutInvisible(text)
    .replace(TIME_FUNCTION, "{ {")
    .replace(/[\n\t\u2028\u2029]+/g, " ")
    .replace(INDENT, " ")
    .replace(INLINE_SPECIAL, (character) => `\\${character}`)
    .replace(LINE_START, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

/**
 * A link with user text as its label. Only http and https become links: of anything else the label is left, so that a
 * payload's bad address can neither run something nor lose the message.
 */
export function markdownLink(label: string, url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !LINKED_PROTOCOLS.includes(parsed.protocol)) return escapeMarkdown(label);
  const safe = parsed.href.replace(/\(/g, "%28").replace(/\)/g, "%29");
  return `[${escapeMarkdown(label)}](${safe})`;
}

/** What `escapeMarkdown` made inert, as it was: for texts of ours that are kept, and escaped again where they are shown. */
export function unescapeMarkdown(text: string): string {
  return text
    .replace(/\\([^\p{L}\p{N}\s])/gu, "$1")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
