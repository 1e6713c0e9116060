/** What the account page can say was done; the address only picks one. */
const SENTENCES = {
  password: "Your password is changed, and every other session has ended.",
  "key-added": "The key is added.",
  "key-removed": "The key is removed.",
  linked: "Your account is linked to Teams already.",
} as const;

export type Said = keyof typeof SENTENCES;

export function readSaid(text: string | null): string | undefined {
  return text !== null && isSaid(text) ? SENTENCES[text] : undefined;
}

function isSaid(text: string): text is Said {
  return Object.hasOwn(SENTENCES, text);
}
