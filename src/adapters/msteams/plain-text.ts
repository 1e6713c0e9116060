/** Markdown as the plain text that toasts show: escapes undone, marks dropped, a link's label kept. */
export function toPlainText(markdown: string): string {
  return markdown
    .replace(/\[((?:\\.|[^\]\\])*)\]\([^()\s]*\)/g, "$1")
    .replace(/<\/?at>/g, "")
    .replace(/(?<!\\)(?:\*\*|`)/g, "")
    .replace(/\\([\\`*_[\]~#+\->.)])/g, "$1")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}
