import type {
  FakeConversation,
  FakeConversationType,
  FakeMembership,
  FakeMessage,
  FakePerson,
  JsonObject,
} from "./model.ts";
import { isJsonObject, objectAt, stringAt } from "./model.ts";

const CARD = "application/vnd.microsoft.card.adaptive";

interface Waiter {
  readonly check: () => boolean;
}

/** Everything that the fake Teams knows: people, conversations, messages; tells listeners of every change. */
export class World {
  readonly tenantId: string;
  readonly teamId = "19:fabrikam-team@thread.tacv2";
  readonly conversations = new Map<string, FakeConversation>();
  readonly people = new Map<string, FakePerson>();
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<() => void>();
  #lastId = 1_700_000_000_000;

  constructor(tenantId: string) {
    this.tenantId = tenantId;
  }

  /** Ids look like Teams': milliseconds, growing. */
  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  /** The bot is there from the start, but for channels that have members of their own. */
  conversation(
    id: string,
    type: FakeConversationType,
    name: string,
    membership: FakeMembership = "standard",
  ): FakeConversation {
    const known = this.conversations.get(id);
    if (known !== undefined) return known;
    const installed = membership === "standard";
    const made: FakeConversation = { id, type, membership, name, threads: [], members: new Set(), installed };
    this.conversations.set(id, made);
    return made;
  }

  addRoot(conversation: FakeConversation, from: FakeMessage["from"], activity: JsonObject): FakeMessage {
    const message = this.#message(from, activity);
    conversation.threads.push(message);
    this.changed();
    return message;
  }

  addReply(root: FakeMessage, from: FakeMessage["from"], activity: JsonObject): FakeMessage {
    const message = this.#message(from, activity);
    root.replies.push(message);
    this.changed();
    return message;
  }

  replace(message: FakeMessage, activity: JsonObject): void {
    Object.assign(message, shown(activity), { activity });
    message.updates += 1;
    this.changed();
  }

  findMessage(
    messageId: string,
  ): { conversation: FakeConversation; root: FakeMessage; message: FakeMessage } | undefined {
    for (const conversation of this.conversations.values()) {
      for (const root of conversation.threads) {
        const message = [root, ...root.replies].find((one) => one.id === messageId);
        if (message !== undefined) return { conversation, root, message };
      }
    }
    return undefined;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
    for (const waiter of this.#waiters) waiter.check();
  }

  /** Resolves with the first truthy value of `look`, which is asked again after every change. */
  waitFor<T>(look: () => T | undefined | false | null, timeoutMs = 45_000): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiter: Waiter = { check: () => settle() };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`Nothing fitted within ${String(timeoutMs)} ms. Teams shows:\n${this.describe()}`));
      }, timeoutMs);
      const settle = (): boolean => {
        const found = look();
        if (found === undefined || found === false || found === null) return false;
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(found);
        return true;
      };
      if (!settle()) this.#waiters.add(waiter);
    });
  }

  /** All messages as indented text, for a failed test's error. */
  describe(): string {
    const lines: string[] = [];
    for (const conversation of this.conversations.values()) {
      lines.push(`# ${conversation.name}`);
      for (const root of conversation.threads) {
        lines.push(`  ${describeMessage(root)}`, ...root.replies.map((one) => `    ${describeMessage(one)}`));
      }
    }
    return lines.join("\n");
  }

  #message(from: FakeMessage["from"], activity: JsonObject): FakeMessage {
    return { id: this.nextId(), from, ...shown(activity), activity, updates: 0, replies: [] };
  }
}

/** What a client would show of an activity. */
export function shown(activity: JsonObject): Pick<FakeMessage, "text" | "card" | "summary"> {
  const attachments = Array.isArray(activity["attachments"]) ? activity["attachments"] : [];
  const attachment: unknown = attachments.find((one: unknown) => stringAt(one, "contentType") === CARD);
  return {
    text: stringAt(activity, "text"),
    card: isJsonObject(attachment) ? objectAt(attachment, "content") : undefined,
    summary: stringAt(activity, "summary"),
  };
}

function describeMessage(message: FakeMessage): string {
  const who = message.from === "bot" ? "bot" : message.from.name;
  const what =
    message.text ?? `[card] ${message.summary ?? ""} ${JSON.stringify(message.card ?? {}).slice(0, 300)}`;
  return `${who}: ${what}`;
}
