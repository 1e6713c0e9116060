import { withoutInvisible } from "../../core/markdown.ts";

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Teams sends what people type as HTML-encoded text; decoded once, so that `&amp;lt;` stays `&lt;`. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g,
    (whole, decimal, hex, name) => {
      if (typeof name === "string") return NAMED[name] ?? whole;
      const code =
        typeof decimal === "string" ? Number.parseInt(decimal, 10) : Number.parseInt(String(hex), 16);
      const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : whole;
    },
  );
}

/**
 * Text as a person meant it: entities decoded; the quotes, dashes and blanks that keyboards and
 * Teams put in place of plain ones turned back; invisible characters removed; trimmed. Line feeds stay.
 */
export function normaliseText(text: string): string {
  const decoded = decodeEntities(text)
    .replace(/\r\n?/g, "\n")
    .replace(/[\u2028\u2029]/g, "\n")
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replace(/[\u201c-\u201f\u2033\uff02]/g, '"')
    .replace(/[\u2018-\u201b\u2032\uff07]/g, "'");
  return (
    withoutInvisible(decoded)
      // Phones write `--noop` as `—noop` and `-label` as `–label`; only at the start of a word, so prose keeps its dashes.
      .replace(/(^|\s)\u2014(?=[a-z])/gi, "$1--")
      .replace(/(^|\s)\u2013(?=[a-z])/gi, "$1-")
      .replace(/[^\S\n]+/g, " ")
      .trim()
      .normalize("NFC")
  );
}
