import { readMail, type Letter } from "./read-mail.ts";

/** A mail that came, and when. */
export interface ReceivedLetter extends Letter {
  readonly at: string;
  /** The addresses in its text that lead to this machine. */
  readonly links: readonly string[];
}

const LOCAL_LINK = /http:\/\/127\.0\.0\.1:\d+\/[\w\-./?=&%]+/g;

/** The one mailbox of everybody in the demo: whatever Ployst sends ends here. */
export class Mailbox {
  readonly letters: ReceivedLetter[] = [];
  readonly #listeners = new Set<(letter: ReceivedLetter) => void>();

  receive(raw: string): void {
    const letter = readMail(raw);
    const links = [...new Set(letter.text.match(LOCAL_LINK) ?? [])];
    const received = { ...letter, links, at: new Date().toISOString() };
    this.letters.push(received);
    for (const listener of this.#listeners) listener(received);
  }

  /** Returns how to stop listening. */
  onLetter(listener: (letter: ReceivedLetter) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
