/** Stands where a private key was. */
const MARK = "[private key removed]";

// What follows the first line belongs to the key, up to its last line if there is one. Teams turns dashes into long ones.
// Every repetition has a bound: nobody's message may keep us busy.
const PRIVATE_KEY =
  /[-\u2013\u2014]{2,9}\s?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[\s\S]*?(?:END [A-Z0-9 ]{0,40}PRIVATE KEY\s?[-\u2013\u2014]{2,9}|$)/gi;

/** The text without the private keys in it, so that none is written down by us. */
export function withoutPrivateKeys(text: string): string {
  return text.replace(PRIVATE_KEY, MARK);
}

/** Did `withoutPrivateKeys` find one? */
export function hadPrivateKey(text: string): boolean {
  return text.includes(MARK);
}
