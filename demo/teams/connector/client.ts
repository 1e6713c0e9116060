import { randomUUID } from "node:crypto";

import {
  type BotAccount,
  baseActivity,
  encodeHtml,
  invokeActivity,
  lifecycleActivity,
  mentionOf,
  messageActivity,
} from "./activities.ts";
import { type BotAnswer, type BotEndpoint, deliver } from "./bot-link.ts";
import { getAction, verbOf } from "./card-actions.ts";
import {
  type FakeConversation,
  type FakeMembership,
  type FakeMessage,
  type FakePerson,
  isJsonObject,
  type JsonObject,
  objectAt,
  stringAt,
} from "./model.ts";
import type { World } from "./world.ts";

const CARD = "application/vnd.microsoft.card.adaptive";
const TOAST = "application/vnd.microsoft.activity.message";
const FAILURE = "application/vnd.microsoft.error";

/** What a person sees after a click. */
export interface ClickResult extends BotAnswer {
  /** The card that replaced the clicked one. */
  readonly card?: JsonObject;
  readonly toast?: string;
  readonly error?: { readonly code: string; readonly message: string };
  /** The dialog that opened. */
  readonly dialog?: { readonly title: string; readonly card: JsonObject };
  /** The address that a link button opens. */
  readonly url?: string;
}

/** What a person sees of a link that they pasted; nothing is there for the others before they send it. */
export interface PasteResult extends BotAnswer {
  readonly card?: JsonObject;
  readonly title?: string;
}

export interface SayOptions {
  /** In channels and group chats the bot hears only messages that mention it; true there unless told. */
  readonly mentionBot?: boolean;
  /** Mentioned after the text's `@{0}`, `@{1}`… */
  readonly mentions?: readonly FakePerson[];
  /** The thread's root id, to write in a thread. */
  readonly thread?: string;
}

/** People in front of Teams: they write, click, install; the bot at the connected endpoint hears of it. */
export class Client {
  readonly world: World;
  readonly bot: BotAccount;
  readonly #serviceUrl: string;
  #endpoint: BotEndpoint | undefined;

  constructor(world: World, serviceUrl: string, bot: BotAccount) {
    this.world = world;
    this.#serviceUrl = serviceUrl;
    this.bot = bot;
  }

  connectBot(endpoint: BotEndpoint): void {
    this.#endpoint = endpoint;
  }

  person(options: {
    name: string;
    tenantId?: string;
    guest?: boolean;
    aadObjectId?: string;
    email?: string;
  }): FakePerson {
    const person: FakePerson = {
      id: `29:${randomUUID()}`,
      aadObjectId: options.aadObjectId ?? randomUUID(),
      name: options.name,
      tenantId: options.tenantId ?? this.world.tenantId,
      userRole: options.guest === true ? "guest" : "user",
      ...(options.email === undefined ? {} : { email: options.email }),
    };
    this.world.people.set(person.id, person);
    return person;
  }

  /** The channel of that name in the one team; made when new. */
  channel(name: string, membership: FakeMembership = "standard"): FakeConversation {
    return this.world.conversation(`19:${name.toLowerCase()}@thread.tacv2`, "channel", name, membership);
  }

  groupChat(name: string): FakeConversation {
    return this.world.conversation(`19:${name.toLowerCase()}@thread.v2`, "groupChat", name);
  }

  personalChat(person: FakePerson): FakeConversation {
    const chat = this.world.conversation(`a:${person.aadObjectId}`, "personal", person.name);
    chat.members.add(person);
    return chat;
  }

  /** Writes a message; the returned id is its own, and in a channel also its thread's. */
  async say(
    person: FakePerson,
    conversation: FakeConversation,
    text: string,
    options: SayOptions = {},
  ): Promise<BotAnswer & { activityId: string }> {
    conversation.members.add(person);
    const mentionBot = options.mentionBot ?? conversation.type !== "personal";
    const bot = mentionOf(this.bot);
    const others = (options.mentions ?? []).map(mentionOf);
    const written = others.reduce(
      (sofar, mention, index) => sofar.replace(`@{${String(index)}}`, mention.text),
      encodeHtml(text),
    );
    const activityText = mentionBot ? `${bot.text} ${written}` : written;
    const entities = [...(mentionBot ? [bot.entity] : []), ...others.map((mention) => mention.entity)];

    const root = conversation.threads.find((one) => one.id === options.thread);
    if (options.thread !== undefined && root === undefined) throw new Error(`No thread ${options.thread}`);
    const shownActivity = { type: "message", text: activityText };
    const message =
      root === undefined
        ? this.world.addRoot(conversation, person, shownActivity)
        : this.world.addReply(root, person, shownActivity);
    const base = this.#base(person, conversation, root?.id ?? message.id);
    const answer = await this.send(messageActivity(base, message.id, activityText, entities));
    return { ...answer, activityId: message.id };
  }

  /** Clicks the button with that title or verb on a message of the bot's, and applies what comes back. */
  async clickButton(
    person: FakePerson,
    messageId: string,
    titleOrVerb: string,
    inputs: JsonObject = {},
  ): Promise<ClickResult> {
    const { conversation, root, message } = this.#getMessage(messageId);
    const action = getAction(message.card, titleOrVerb);
    const base = this.#base(person, conversation, root.id);
    const data = { ...objectAt(action, "data"), ...inputs };

    const url = stringAt(action, "url");
    if (action["type"] === "Action.OpenUrl" && url !== undefined) return { status: 0, body: undefined, url };
    // Teams opens a window for it; nothing reaches the bot until that window hands back its code (verifyState).
    const signInUrl = stringAt(objectAt(data, "msteams"), "value");
    if (stringAt(objectAt(data, "msteams"), "type") === "signin" && signInUrl !== undefined) {
      return { status: 0, body: undefined, url: signInUrl };
    }
    if (stringAt(objectAt(data, "msteams"), "type") === "task/fetch") {
      return toDialog(
        await this.send(invokeActivity(base, "task/fetch", { data, context: { theme: "default" } }, message)),
      );
    }
    if (action["type"] === "Action.Submit") {
      return this.send({
        ...base,
        type: "message",
        id: this.world.nextId(),
        value: data,
        replyToId: message.id,
      });
    }
    const value = {
      action: { type: "Action.Execute", title: action["title"], verb: verbOf(action), data },
    };
    return this.#apply(message, await this.send(invokeActivity(base, "adaptiveCard/action", value, message)));
  }

  /** Sends a dialog's form; the result may be a next dialog or a closing message (`toast`). */
  async submitDialog(
    person: FakePerson,
    conversation: FakeConversation,
    dialogCard: JsonObject,
    titleOrVerb: string,
    inputs: JsonObject = {},
  ): Promise<ClickResult> {
    const data = { ...objectAt(getAction(dialogCard, titleOrVerb), "data"), ...inputs };
    const base = this.#base(person, conversation);
    return toDialog(
      await this.send(invokeActivity(base, "task/submit", { data, context: { theme: "default" } })),
    );
  }

  /** Pastes a link while writing, anywhere: the card that Teams would show to the writer, if any. */
  async pasteLink(person: FakePerson, conversation: FakeConversation, url: string): Promise<PasteResult> {
    const base = this.#base(person, conversation);
    const answer = await this.send(invokeActivity(base, "composeExtension/queryLink", { url }));
    const extension = objectAt(answer.body, "composeExtension");
    const attachments: unknown = extension["attachments"];
    const first: unknown = Array.isArray(attachments) ? attachments[0] : undefined;
    if (extension["type"] !== "result" || !isJsonObject(first)) return answer;
    const title = stringAt(objectAt(objectAt(first, "preview"), "content"), "title");
    return { ...answer, card: objectAt(first, "content"), ...(title === undefined ? {} : { title }) };
  }

  /** The sign-in window hands its code back to the bot. */
  verifyState(person: FakePerson, conversation: FakeConversation, code: string): Promise<BotAnswer> {
    const base = this.#base(person, conversation);
    return this.send(invokeActivity(base, "signin/verifyState", { state: code }));
  }

  /** Installs the bot (in a channel: for its team): Teams sends an installationUpdate and a conversationUpdate. */
  async installBot(person: FakePerson, conversation: FakeConversation): Promise<BotAnswer> {
    for (const one of this.#reachedFrom(conversation))
      if (one.membership === "standard") one.installed = true;
    conversation.members.add(person);
    const base = this.#base(person, conversation);
    const channelData = conversation.type === "channel" ? { eventType: "teamMemberAdded" } : {};
    await this.send(
      lifecycleActivity(base, "conversationUpdate", { membersAdded: [{ id: this.bot.id }], channelData }),
    );
    return this.send(lifecycleActivity(base, "installationUpdate", { action: "add" }));
  }

  /** Removes the bot (in a channel: from its team): from now on its posts get 403 BotNotInConversationRoster. */
  removeBot(person: FakePerson, conversation: FakeConversation): Promise<BotAnswer> {
    for (const one of this.#reachedFrom(conversation)) one.installed = false;
    const base = this.#base(person, conversation);
    return this.send(lifecycleActivity(base, "installationUpdate", { action: "remove" }));
  }

  /** Lets the bot into a private or shared channel of a team that has it. */
  letBotIn(person: FakePerson, channel: FakeConversation): Promise<BotAnswer> {
    channel.installed = true;
    channel.members.add(person);
    const members = { membersAdded: [{ id: this.bot.id }] };
    return this.changeChannel(person, channel, "channelMemberAdded", channel.name, members);
  }

  /** Takes the bot out of a private or shared channel; in the team it stays. */
  takeBotOut(person: FakePerson, channel: FakeConversation): Promise<BotAnswer> {
    channel.installed = false;
    const members = { membersRemoved: [{ id: this.bot.id }] };
    return this.changeChannel(person, channel, "channelMemberRemoved", channel.name, members);
  }

  /** A change of the channel or team: channelRenamed, channelDeleted, channelRestored, teamDeleted… */
  changeChannel(
    person: FakePerson,
    channel: FakeConversation,
    eventType: string,
    name?: string,
    more: JsonObject = {},
  ): Promise<BotAnswer> {
    if (name !== undefined) channel.name = name;
    const base = this.#base(person, channel);
    return this.send(
      lifecycleActivity(base, "conversationUpdate", {
        ...more,
        // Teams sends these in the name of the team, whose id is that of its General channel.
        conversation: {
          isGroup: true,
          conversationType: "channel",
          tenantId: this.world.tenantId,
          id: this.world.teamId,
        },
        channelData: {
          eventType,
          channel: { id: channel.id, name: channel.name, type: channel.membership },
        },
      }),
    );
  }

  /** Delivers any activity as it is. */
  send(activity: JsonObject): Promise<BotAnswer> {
    return deliver(this.#endpoint, activity);
  }

  /** Resolves as soon as `look` finds something; asked again after every message or update. */
  waitFor<T>(look: () => T | undefined | false | null, timeoutMs?: number): Promise<T> {
    return this.world.waitFor(look, timeoutMs);
  }

  /** All channels of the team, or the chat. */
  #reachedFrom(conversation: FakeConversation): readonly FakeConversation[] {
    if (conversation.type !== "channel") return [conversation];
    return [...this.world.conversations.values()].filter((one) => one.type === "channel");
  }

  #base(person: FakePerson, conversation: FakeConversation, rootId?: string): JsonObject {
    const thread = conversation.type === "channel" ? rootId : undefined;
    return baseActivity(this.world, this.bot, this.#serviceUrl, person, conversation, thread);
  }

  #getMessage(messageId: string): {
    conversation: FakeConversation;
    root: FakeMessage;
    message: FakeMessage;
  } {
    const found = this.world.findMessage(messageId);
    if (found === undefined)
      throw new Error(`No message ${messageId}. Teams shows:\n${this.world.describe()}`);
    return found;
  }

  #apply(message: FakeMessage, answer: BotAnswer): ClickResult {
    const type = stringAt(answer.body, "type");
    const value = answer.body?.["value"];
    if (answer.status !== 200) return answer;
    if (type === CARD) {
      const card = objectAt(answer.body, "value");
      message.card = card;
      this.world.changed();
      return { ...answer, card };
    }
    if (type === TOAST && typeof value === "string") return { ...answer, toast: value };
    if (type !== FAILURE) return answer;
    return {
      ...answer,
      error: { code: stringAt(value, "code") ?? "", message: stringAt(value, "message") ?? "" },
    };
  }
}

function toDialog(answer: BotAnswer): ClickResult {
  const task = objectAt(answer.body, "task");
  const value = task["value"];
  if (task["type"] === "message" && typeof value === "string") return { ...answer, toast: value };
  if (task["type"] !== "continue") return answer;
  const card = objectAt(objectAt(value, "card"), "content");
  return { ...answer, dialog: { title: stringAt(value, "title") ?? "", card } };
}
