import { listCast, type Scene } from "../cast.ts";
import type { FakeConversation, FakeMessage } from "../teams/connector/index.ts";
import type { LabView } from "./lab-view.ts";

/** One piece of what the page shows, under a key that stays; the page is told of those that changed. */
export type Part = readonly [key: string, value: unknown];

const SHOWN_LETTERS = 10;

/** Remembers when each message was first seen: the fake Teams keeps no times. */
export class Sightings {
  readonly #at = new Map<string, string>();

  seenAt(id: string): string {
    const known = this.#at.get(id);
    if (known !== undefined) return known;
    const now = new Date().toISOString();
    this.#at.set(id, now);
    return now;
  }
}

/** Everything that the page shows, as parts. */
export function listParts(scene: Scene, lab: LabView, sightings: Sightings): Part[] {
  const conversations = [scene.general, scene.ops, ...listCast(scene).map(({ chat }) => chat)];
  return [
    [
      "people",
      listCast(scene).map(({ login, role, person }) => ({ id: person.id, name: person.name, login, role })),
    ],
    ["bot", { name: scene.teams.bot.name }],
    ["conversations", conversations.map((conversation) => toEntry(scene, conversation))],
    ["lab", lab.show()],
    ["mail", scene.mailbox.letters.slice(-SHOWN_LETTERS).reverse()],
    ...conversations.flatMap((conversation) => toParts(conversation, sightings)),
  ];
}

function toEntry(scene: Scene, { id, type, name }: FakeConversation): object {
  const owner = listCast(scene).find(({ chat }) => chat.id === id);
  return owner === undefined ? { id, type, name } : { id, type, name, owner: owner.person.id };
}

function toParts(conversation: FakeConversation, sightings: Sightings): Part[] {
  const threads = conversation.threads.map(({ id, replies }) => ({
    id,
    replies: replies.map((one) => one.id),
  }));
  const messages = conversation.threads.flatMap((root) => [root, ...root.replies]);
  return [
    ...messages.map((message): Part => [`message ${message.id}`, toMessage(message, sightings)]),
    // After its messages, so that whoever hears of a thread knows what is in it.
    [`threads ${conversation.id}`, threads],
  ];
}

function toMessage(message: FakeMessage, sightings: Sightings): object {
  const { id, from, text, card, updates } = message;
  const at = sightings.seenAt(id);
  return from === "bot"
    ? { id, at, isBot: true, from: "bot", text, card, updates }
    : { id, at, isBot: false, from: from.name, text, card, updates };
}
