import type { Fault } from "./fault.ts";
import type { CardContent, Message, MentionText } from "./message.ts";
import type { JsonObject } from "./json.ts";

/** `asker`: as privately as the platform can; `everyone`: the conversation sees it. */
export type Audience = "everyone" | "asker";

/** What a handler answers. Handlers never send; the pipeline does, through the outbox. */
export type Reply =
  | { readonly kind: "messages"; readonly audience: Audience; readonly messages: readonly Message[] }
  /** A button's answer: the card it was on becomes this one. */
  | { readonly kind: "replace-card"; readonly content: CardContent }
  /**
   * A dialog to fill in; its submit comes back as `verb`. Where nobody waits for it any more it becomes a message, or `instead`
   * does: for what must not be written down.
   */
  | {
      readonly kind: "dialog";
      readonly title: string;
      readonly content: CardContent;
      readonly instead?: Message;
    }
  /** The command waits for something (sign-in, installation, profile) and resumes by itself. */
  | { readonly kind: "pending"; readonly message: Message }
  /** A known failure: its sentence, to the asker. */
  | { readonly kind: "failure"; readonly fault: Fault }
  /** Written to the outbox already, in the transaction that made the change: nothing is left to send. */
  | { readonly kind: "recorded" };

export const reply = {
  /** Answer that the whole conversation sees. */
  text: (text: string, mentions?: readonly MentionText[]): Reply => ({
    kind: "messages",
    audience: "everyone",
    messages: [mentions === undefined ? { text } : { text, mentions }],
  }),
  /** Answer meant for the asker alone. */
  toAsker: (...messages: readonly Message[]): Reply => ({ kind: "messages", audience: "asker", messages }),
  card: (card: string, data: JsonObject, summary: string): Reply => ({
    kind: "messages",
    audience: "everyone",
    messages: [{ card, data, summary }],
  }),
  replaceCard: (card: string, data: JsonObject, summary: string): Reply => ({
    kind: "replace-card",
    content: { card, data, summary },
  }),
  dialog: (title: string, content: CardContent): Reply => ({ kind: "dialog", title, content }),
  /** A dialog that is shown to who waits for it or to nobody: it is never written down, `instead` is. */
  secretDialog: (title: string, content: CardContent, instead: Message): Reply => ({
    ...{ kind: "dialog", title, content, instead },
  }),
  failure: (fault: Fault): Reply => ({ kind: "failure", fault }),
  recorded: (): Reply => ({ kind: "recorded" }),
} as const;
