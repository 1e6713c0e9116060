const LONGEST = 4_000;
/** Blocks end a line; everything else that is markup goes. Not for showing as HTML: what is left is text. */
const BLOCK = /<\/(?:p|div|li|h[1-6]|tr)\s*>|<br\s*\/?>/gi;
const TAG = /<[^<>]{0,2000}>/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  apos: "'",
};

/** The words of a description that a service keeps as HTML, bounded. */
export function htmlToText(html: string): string {
  return html
    .slice(0, LONGEST * 4)
    .replace(BLOCK, "\n")
    .replace(TAG, "")
    .replace(/&(?:#(\d{1,7})|(amp|lt|gt|quot|nbsp|apos));/g, (_all, code?: string, name?: string) =>
      code === undefined ? (NAMED[name ?? ""] ?? "") : toCharacter(Number(code)),
    )
    .replace(/\n{3,}/g, "\n\n")
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();
}

function toCharacter(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : "";
}
