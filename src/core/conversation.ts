/** Where a message came from or goes to: a Teams 1:1 chat, group chat or channel. */
export type ConversationType = "personal" | "group" | "channel";

/** A person as the chat platform names them; `aadObjectId` identifies, names do not (they can be chosen). */
export interface ChatPerson {
  readonly tenantId: string;
  /** Teams' id for this bot's view of the person (29:…); what a mention needs. */
  readonly teamsUserId: string;
  readonly aadObjectId: string;
  readonly displayName: string;
  /** IANA name of the person's timezone, where the platform told it with the message. */
  readonly timezone?: string;
}

/** A conversation as an inbound activity describes it, before it is a row. */
export interface ConversationReference {
  readonly tenantId: string;
  /** The Teams team, or `''` outside teams. */
  readonly teamId: string;
  /** Conversation id without `;messageid=`. */
  readonly channelId: string;
  readonly type: ConversationType;
  /** From a verified token only; bot tokens are sent there. */
  readonly serviceUrl: string;
  /** Channel or chat name as far as known. */
  readonly name: string;
  /** The root message of the thread in which the person wrote, if any. */
  readonly threadRootId?: string;
}

/** Somebody mentioned in a message (never the bot itself, whose mention is stripped). */
export interface Mention {
  readonly id: string;
  readonly name: string;
}
