import { randomUUID } from "node:crypto";
import { z } from "zod";
import { listCast, type CastMember, type Scene } from "../cast.ts";
import type { ClickResult, FakeConversation, FakePerson, JsonObject } from "../teams/connector/index.ts";

const id = z.string().max(200);
const inputs = z.record(z.string(), z.unknown());

const said = z.object({
  person: id,
  conversation: id,
  text: z.string().trim().min(1).max(8_000),
  /** The root of the thread that is answered. */
  thread: id.optional(),
});
const clicked = z.object({ person: id, message: id, button: z.string().max(500), inputs });
const submitted = z.object({ person: id, dialog: id, button: z.string().max(500), inputs });

/** What the page shows after a click; `failed` when the bot answered with anything but 200. */
export interface ClickOutcome {
  readonly toast?: string;
  readonly error?: string;
  readonly dialog?: { readonly id: string; readonly title: string; readonly card: JsonObject };
}

interface OpenDialog {
  readonly conversation: FakeConversation;
  readonly card: JsonObject;
}

const CARD = "application/vnd.microsoft.card.adaptive";
const NO_ANSWER = "Something went wrong. The app didn't answer; try again.";

/** What people do in the page's Teams: write, press buttons, send dialogs. */
export class ChatActs {
  readonly #scene: Scene;
  readonly #dialogs = new Map<string, OpenDialog>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  async say(request: unknown): Promise<object> {
    const { person, conversation, text, thread } = said.parse(request);
    const speaker = this.#getMember(person);
    const place = this.#getConversation(conversation, speaker);
    const mentions = this.#toMentions(text);
    const heard =
      place.type === "personal" || mentions.people.some(({ id: who }) => who === this.#scene.teams.bot.id);
    if (!heard) {
      await this.#note(speaker.person, place, mentions, thread);
      return {};
    }
    const answer = await this.#scene.teams.say(speaker.person, place, mentions.text, {
      mentionBot: false,
      mentions: mentions.people,
      ...(thread === undefined ? {} : { thread }),
    });
    return answer.status < 400 ? {} : { error: NO_ANSWER };
  }

  async click(request: unknown): Promise<ClickOutcome> {
    const { person, message, button, inputs: given } = clicked.parse(request);
    const found = this.#scene.teams.world.findMessage(message);
    if (found === undefined) throw new Error("That message is gone.");
    const result = await this.#scene.teams.clickButton(
      this.#getMember(person).person,
      message,
      button,
      given,
    );
    return this.#toOutcome(result, found.conversation);
  }

  async submit(request: unknown): Promise<ClickOutcome> {
    const { person, dialog, button, inputs: given } = submitted.parse(request);
    const open = this.#dialogs.get(dialog);
    if (open === undefined) throw new Error("That dialog is gone.");
    const who = this.#getMember(person).person;
    const result = await this.#scene.teams.submitDialog(who, open.conversation, open.card, button, given);
    return this.#toOutcome(result, open.conversation);
  }

  #toOutcome(result: ClickResult, conversation: FakeConversation): ClickOutcome {
    if (result.error !== undefined) return { error: result.error.message };
    if (result.status >= 400) return { error: NO_ANSWER };
    if (result.dialog !== undefined) {
      const dialog = { id: randomUUID(), ...result.dialog };
      this.#dialogs.set(dialog.id, { conversation, card: dialog.card });
      return { dialog };
    }
    return result.toast === undefined ? {} : { toast: result.toast };
  }

  /** In channels an app hears only what mentions it: the message is there for people alone, with its link's preview. */
  async #note(
    person: FakePerson,
    place: FakeConversation,
    mentions: Mentions,
    thread: string | undefined,
  ): Promise<void> {
    const { world } = this.#scene.teams;
    const text = mentions.people.reduce(
      (sofar, { name }, index) => sofar.replace(`@{${String(index)}}`, `<at>${name}</at>`),
      encodeHtml(mentions.text),
    );
    const card = await this.#preview(person, place, mentions.text);
    const attachments = card === undefined ? [] : [{ contentType: CARD, content: card }];
    const root = place.threads.find((one) => one.id === thread);
    if (root === undefined) world.addRoot(place, person, { type: "message", text, attachments });
    else world.addReply(root, person, { type: "message", text, attachments });
  }

  /** What Teams shows of the first link to GitHub. The lab speaks http; links to GitHub are https. */
  async #preview(person: FakePerson, place: FakeConversation, text: string): Promise<JsonObject | undefined> {
    const { teams, lab } = this.#scene;
    const { host } = new URL(lab.webUrl);
    const link = text.split(/\s+/).find((word) => URL.parse(word)?.host === host);
    if (link === undefined) return undefined;
    return (await teams.pasteLink(person, place, link.replace(/^http:/, "https:"))).card;
  }

  /** `@GitHub` and `@Jon Abara` in the text become mentions, in the order of the text. */
  #toMentions(text: string): Mentions {
    const { bot } = this.#scene.teams;
    const asPerson: FakePerson = { ...bot, aadObjectId: "", tenantId: "", userRole: "user" };
    const known = [asPerson, ...listCast(this.#scene).map(({ person }) => person)];
    const names = known.map(({ name }) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const people: FakePerson[] = [];
    const marked = text.replace(new RegExp(`@(${names})(?![\\w])`, "gi"), (_, name: string) => {
      const mentioned = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
      return mentioned === undefined ? `@${name}` : `@{${String(people.push(mentioned) - 1)}}`;
    });
    return { text: marked, people };
  }

  #getMember(personId: string): CastMember {
    const member = listCast(this.#scene).find(({ person }) => person.id === personId);
    if (member === undefined) throw new Error("Nobody in this demo has that id.");
    return member;
  }

  #getConversation(conversationId: string, { chat }: CastMember): FakeConversation {
    const own = [this.#scene.general, this.#scene.ops, chat];
    const found = own.find((one) => one.id === conversationId);
    if (found === undefined) throw new Error("That person isn't in this conversation.");
    return found;
  }
}

interface Mentions {
  /** With `@{0}`, `@{1}`… where people are mentioned. */
  readonly text: string;
  readonly people: FakePerson[];
}

function encodeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
