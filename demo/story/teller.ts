import type { CastMember, Scene } from "../cast.ts";
import { readable } from "../conversation-log.ts";
import type { ReceivedLetter } from "../mail/mailbox.ts";
import type { ClickResult, FakeConversation, FakeMessage, JsonObject } from "../teams/connector/index.ts";

/** A step of the story was not seen in time. */
export class NotSeen extends Error {
  readonly instead: string;

  constructor(expected: string, instead: string) {
    super(`expected ${expected}`);
    this.name = "NotSeen";
    this.instead = instead;
  }
}

const DEADLINE_MS = 10_000;
const SHOWN_MESSAGES = 4;

/** Plays and watches: acts as people in Teams, and waits for what Teams then shows. */
export class Teller {
  readonly scene: Scene;
  readonly #deadlineMs: number;

  constructor(scene: Scene, deadlineMs = DEADLINE_MS) {
    this.scene = scene;
    this.#deadlineMs = deadlineMs;
  }

  /** Writes a message to the bot, with `mentions` at its `@{0}`…; the message, under which the answer is expected. */
  async say(
    who: CastMember,
    text: string,
    place: FakeConversation = this.scene.general,
    ...mentions: readonly CastMember[]
  ): Promise<FakeMessage> {
    const { activityId, status } = await this.scene.teams.say(who.person, place, text, {
      mentions: mentions.map(({ person }) => person),
    });
    if (status !== 200) throw new NotSeen("the bot to accept the message", `HTTP ${String(status)}`);
    const said = place.threads.find(({ id }) => id === activityId);
    if (said === undefined) throw new NotSeen("the message in Teams", "nothing");
    return said;
  }

  /** The bot's answer in the thread of `root`. Rejects with NotSeen after the deadline. */
  async hear(root: FakeMessage, expected: RegExp): Promise<FakeMessage> {
    const look = (): FakeMessage | undefined =>
      root.replies.find((reply) => reply.from === "bot" && expected.test(readable(reply)));
    return this.#wait(look, `an answer like ${String(expected)}`, () => root.replies);
  }

  /** A post of the bot's own in the channel. Rejects with NotSeen after the deadline. */
  async see(expected: RegExp, place: FakeConversation = this.scene.general): Promise<FakeMessage> {
    const look = (): FakeMessage | undefined =>
      place.threads.findLast((post) => post.from === "bot" && expected.test(readable(post)));
    return this.#wait(look, `a post like ${String(expected)}`, () => place.threads);
  }

  /** The latest mail to this address with a link in it. Rejects with NotSeen after the deadline. */
  async receiveMail(to: string, expected: RegExp): Promise<ReceivedLetter & { readonly link: string }> {
    const { letters } = this.scene.mailbox;
    const look = (): (ReceivedLetter & { readonly link: string }) | undefined => {
      const letter = letters.findLast((one) => one.to === to && expected.test(one.text));
      const link = letter?.links[0];
      return letter === undefined || link === undefined ? undefined : { ...letter, link };
    };
    try {
      return await this.scene.teams.waitFor(look, this.#deadlineMs);
    } catch {
      const came = letters.map((one) => `mail to ${one.to}: ${one.subject}`).join("\n");
      throw new NotSeen(`a mail to ${to} like ${String(expected)}`, came === "" ? "nothing" : came);
    }
  }

  /** A message that was seen before, now saying something else in its place. */
  async seeUpdated(message: FakeMessage, expected: RegExp): Promise<void> {
    const look = (): boolean => message.updates > 0 && expected.test(readable(message));
    await this.#wait(look, `the same card updated to ${String(expected)}`, () => [message]);
  }

  /** With what was typed into the card's fields, where it has some. */
  press(who: CastMember, message: FakeMessage, button: string, inputs?: JsonObject): Promise<ClickResult> {
    return this.scene.teams.clickButton(who.person, message.id, button, inputs);
  }

  /** Presses a button of the dialog that a click has opened; what it then says. */
  async submit(
    who: CastMember,
    opened: ClickResult,
    button: string,
    inputs: JsonObject,
    place: FakeConversation = this.scene.general,
  ): Promise<string> {
    if (opened.dialog === undefined)
      throw new NotSeen("a dialog", opened.error?.message ?? opened.toast ?? "nothing");
    const { dialog } = opened;
    const result = await this.scene.teams.submitDialog(who.person, place, dialog.card, button, inputs);
    return result.toast ?? result.error?.message ?? "";
  }

  /** Pastes a link and sends it with the preview that Teams shows of it. Undefined, and nothing sent, where there is none. */
  async paste(
    who: CastMember,
    url: string,
    place: FakeConversation = this.scene.general,
  ): Promise<FakeMessage | undefined> {
    const { card } = await this.scene.teams.pasteLink(who.person, place, url);
    if (card === undefined) return undefined;
    const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", content: card }];
    return this.scene.teams.world.addRoot(place, who.person, { type: "message", text: url, attachments });
  }

  async #wait<T>(
    look: () => T | undefined | false,
    expected: string,
    seen: () => readonly FakeMessage[],
  ): Promise<T> {
    try {
      return await this.scene.teams.waitFor(look, this.#deadlineMs);
    } catch {
      throw new NotSeen(expected, describe(seen()));
    }
  }
}

/** Says what was expected when it isn't so. */
export function expect(isSo: boolean, expected: string, instead: string): void {
  if (!isSo) throw new NotSeen(expected, instead);
}

function describe(messages: readonly FakeMessage[]): string {
  const last = messages.slice(-SHOWN_MESSAGES).map((message) => {
    const who = message.from === "bot" ? "the bot" : message.from.name;
    return `${who}: ${readable(message).replaceAll("\n", " / ")}`;
  });
  return last.length === 0 ? "nothing" : last.join("\n");
}
