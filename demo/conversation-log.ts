import { cardLines, toPlain, wrap } from "./card-text.ts";
import type { FakeConversation, FakeMessage, FakeTeams } from "./teams/connector/index.ts";

const WIDTH = 78;

/** Writes a conversation down as it happens: who said what, cards as boxes, what was updated in place. */
export class ConversationLog {
  readonly #teams: FakeTeams;
  readonly #write: (line: string) => void;
  readonly #forget: () => void;
  /** Message id -> what was last written of it. */
  readonly #seen = new Map<string, string>();

  constructor(teams: FakeTeams, write: (line: string) => void) {
    this.#teams = teams;
    this.#write = write;
    this.#forget = teams.world.onChange(() => {
      this.catchUp();
    });
  }

  stop(): void {
    this.#forget();
  }

  catchUp(): void {
    for (const conversation of this.#teams.world.conversations.values()) {
      for (const root of conversation.threads) {
        this.#note(conversation, root, root);
        for (const reply of root.replies) this.#note(conversation, root, reply);
      }
    }
  }

  #note(conversation: FakeConversation, root: FakeMessage, message: FakeMessage): void {
    const said = readable(message);
    const before = this.#seen.get(message.id);
    if (before === said) return;
    this.#seen.set(message.id, said);
    const indent = message === root ? "" : "    ";
    const mark = before === undefined ? "" : "  (updated in place)";
    this.#write(`${indent}${placeOf(conversation)} ${nameOf(message, this.#teams.bot.name)}:${mark}`);
    const card = message.card === undefined ? [] : box(cardLines(message.card));
    for (const line of [...textLines(message), ...card]) this.#write(`${indent}  ${line}`);
    this.#write("");
  }
}

/** Everything that a message says, in one text: for looking at what was seen. */
export function readable({ text, card }: FakeMessage): string {
  const lines = card === undefined ? [] : cardLines(card);
  return [...(text === undefined ? [] : [toPlain(text)]), ...lines].join("\n");
}

function textLines({ text = "", from }: FakeMessage): string[] {
  const plain = from === "bot" ? toPlain(text) : toPlain(text.replace(/<at>(.*?)<\/at>/g, "@$1"));
  return wrap(plain, WIDTH);
}

function placeOf({ type, name }: FakeConversation): string {
  return type === "channel" ? `#${name}` : `(${name}'s chat)`;
}

function nameOf({ from }: FakeMessage, botName: string): string {
  return from === "bot" ? botName : from.name;
}

function box(lines: readonly string[]): string[] {
  const rule = "─".repeat(WIDTH - 1);
  return [`┌${rule}`, ...lines.map((line) => `│ ${line}`), `└${rule}`];
}
