import type { ChatPerson, ConversationReference, Mention } from "./conversation.ts";
import type { JsonObject } from "./json.ts";
import type { CardContent } from "./message.ts";
import type { TeamInForce } from "./team.ts";

/** The GitHub account that the actor connected. */
export interface LinkedGitHub {
  /** chatopsgithubuser.id */
  readonly id: string;
  readonly ghUserId: string;
  readonly ghLogin: string;
}

/** Who acts, as the store knows them. */
export interface Actor {
  readonly userId: string;
  readonly person: ChatPerson;
  readonly isAdmin: boolean;
  /** Present when the command needs it (`needs.account`), checked by the pipeline. */
  readonly github?: LinkedGitHub;
  /** Present when the permission is about a team, checked by the pipeline. */
  readonly team?: TeamInForce;
}

/** Where it happens. */
export interface Place {
  readonly conversationId: string;
  readonly reference: ConversationReference;
}

export type TurnSource = "typed" | "resumed" | "confirmed";

/** What every handler gets, whether a command was typed, resumed or confirmed, or a button was pressed. */
export interface TurnContext {
  /** The job that runs this turn: correlation id, and completed with the answer. */
  readonly jobId: string;
  readonly jobHolder: string;
  readonly actor: Actor;
  readonly place: Place;
  readonly mentions: readonly Mention[];
  /**
   * `resumed`: kept while it waited for something; nobody is watching, so it must not repeat what was said before.
   * `confirmed`: from a confirmation card, which the answer replaces.
   */
  readonly source: TurnSource;
  /**
   * The exact target that the person agreed to, where they were asked. A pressed button mentions nobody: whom a
   * command's mention meant has to be in its target.
   */
  readonly confirmed?: JsonObject;
  readonly signal: AbortSignal;
}

export interface Turn<Args> extends TurnContext {
  readonly args: Args;
  /** The command as understood, without mention: what a pending command keeps. */
  readonly text: string;
}

export interface ActionTurn<Data> extends TurnContext {
  readonly data: Data;
  /** The message that holds the card whose button was pressed, when known. */
  readonly messageId: string;
}

/** What a confirmation is bound to; compared as a whole when the button is pressed. */
export interface ConfirmationRequest {
  /** One sentence: what will happen, to what exactly. */
  readonly question: string;
  /** The button: a verb. */
  readonly label: string;
  readonly target: JsonObject;
  /** Listed below the question, card text. */
  readonly facts?: readonly { readonly title: string; readonly value: string }[];
  /** What the person has to type beside the button, exactly: for what nobody should do by a slip of the finger. */
  readonly typing?: string;
  /** In place of the question, with buttons of the verbs `confirm` and `cancel`: it gets `id`, `label`, `team` and `asker` too. */
  readonly card?: Pick<CardContent, "card" | "data">;
  /** `makes`: nothing is lost by it, so the button doesn't warn. */
  readonly tone?: "makes";
}
