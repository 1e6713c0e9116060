const LONGEST = 300;

/**
 * An address that may be asked and shown: without credentials, query or fragment, which can hold secrets. Undefined for
 * anything else. Where it leads is for the health probe to judge.
 */
export function readUrl(text: string): string | undefined {
  const url = text.length > LONGEST ? null : URL.parse(text);
  if (url === null || !["https:", "http:"].includes(url.protocol)) return undefined;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return undefined;
  return url.href.length > LONGEST ? undefined : url.href;
}

export function looksLikeUrl(word: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(word);
}
