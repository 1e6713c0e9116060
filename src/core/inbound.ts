import type { ChatPerson, ConversationReference, Mention } from "./conversation.ts";
import type { JsonObject } from "./json.ts";

interface InboundBase {
  /** The platform's id of this activity; a repeat of it does nothing. */
  readonly activityId: string;
  readonly conversation: ConversationReference;
  readonly from: ChatPerson;
}

/** Somebody wrote to the bot; its own mention is stripped, quotes and blanks are normalised. */
export interface InboundMessage extends InboundBase {
  readonly kind: "message";
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** A button of a card (Action.Execute, or Action.Submit where Execute is not known). */
export interface InboundAction extends InboundBase {
  readonly kind: "action";
  readonly verb: string;
  /** The button's data merged with the card's inputs: untrusted. */
  readonly data: JsonObject;
  /** The message that holds the card, when the platform says so. */
  readonly messageId: string;
  /** True when an invoke response can change the card or show a toast; false for Action.Submit, which is a message. */
  readonly answerable: boolean;
}

/** A dialog (task module) is to be opened, or was sent. */
export interface InboundDialog extends InboundBase {
  readonly kind: "dialog";
  readonly step: "open" | "submit";
  readonly verb: string;
  readonly data: JsonObject;
}

/** The sign-in window inside Teams handed back its code. */
export interface InboundSignInCode extends InboundBase {
  readonly kind: "signin-code";
  readonly code: string;
}

/** Somebody pasted a link while writing, anywhere in Teams; what answers it is shown to them alone, until they send it. */
export interface InboundLink extends InboundBase {
  readonly kind: "link";
  readonly url: string;
}

/** The bot came into or left a conversation, or the conversation itself changed. */
export interface InboundLifecycle extends InboundBase {
  readonly kind: "lifecycle";
  readonly change:
    | "bot-added"
    | "bot-removed"
    /** Into or out of one channel that has members of its own (private, shared); the bot's team is another matter. */
    | "bot-added-to-channel"
    | "bot-removed-from-channel"
    | "renamed"
    | "deleted"
    | "restored"
    | "team-deleted"
    | "team-restored";
}

/** Everything else, tolerated with 200. */
export interface InboundOther extends InboundBase {
  readonly kind: "other";
  readonly type: string;
}

export type InboundActivity =
  | InboundMessage
  | InboundAction
  | InboundDialog
  | InboundSignInCode
  | InboundLink
  | InboundLifecycle
  | InboundOther;

export type Invoke = InboundAction | InboundDialog | InboundSignInCode;
