const ELLIPSIS = "…";

// Cut in half, these show as rubbish: Markdown escapes and links, HTML entities, Teams' date macros, mentions.
const ATOMS =
  /\\.|&#?\w{1,10};|\{\{[^{}]{1,100}\}\}|!?\[[^\]\n]{0,500}\]\([^()\s]{0,2000}\)|<at>[^<]{0,500}<\/at>/gsu;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * At most `maxLength` UTF-16 code units of `text`, ending in "…" when something is missing. Never cuts a character
 * (surrogate pair, emoji sequence, letter with marks) nor an escape, entity, link or mention in half.
 */
export function truncate(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (maxLength <= ELLIPSIS.length) return maxLength < 1 ? "" : ELLIPSIS;
  const limit = maxLength - ELLIPSIS.length;
  const cut = beforeAtom(text, beforeGrapheme(text, limit));
  return text.slice(0, beforeGrapheme(text, cut)).trimEnd() + ELLIPSIS;
}

function beforeGrapheme(text: string, index: number): number {
  // A grapheme of more than 64 code units is an attack on the reader; there only surrogate pairs are kept whole.
  const start = beforeSurrogate(text, Math.max(0, index - 64));
  const segment = graphemes.segment(text.slice(start, index + 64)).containing(index - start);
  const found = segment === undefined ? index : start + segment.index;
  return found > start || start === 0 ? found : beforeSurrogate(text, index);
}

function beforeSurrogate(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const isLow = code >= 0xdc00 && code <= 0xdfff;
  return isLow && index > 0 ? index - 1 : index;
}

function beforeAtom(text: string, index: number): number {
  for (const atom of text.slice(0, index + 2_600).matchAll(ATOMS)) {
    if (atom.index >= index) return index;
    if (atom.index + atom[0].length > index) return atom.index;
  }
  return index;
}
