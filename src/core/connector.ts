import type { ConversationType } from "./conversation.ts";
import type { JsonObject } from "./json.ts";

/** Where the connector posts: the parts of a conversation row that it needs. */
export interface PostingPlace {
  readonly tenantId: string;
  readonly channelId: string;
  readonly type: ConversationType;
  readonly serviceUrl: string;
}

/** A rendered message: text, or a card with its summary; never both (Teams splits such an activity and gives no id). */
export interface RenderedMessage {
  readonly text?: string;
  readonly mentions?: readonly { readonly id: string; readonly name: string }[];
  readonly adaptiveCard?: JsonObject;
  readonly summary?: string;
}

export interface Posted {
  /** Absent when the platform accepted the message without naming it: posted, but not updatable. */
  readonly activityId?: string;
}

/** Somebody in a conversation, as the platform knows them. */
export interface ConversationMember {
  readonly tenantId: string;
  readonly isGuest: boolean;
  /** `''` where the platform doesn't say. */
  readonly aadObjectId: string;
  readonly displayName: string;
  /** The organization's own record of the person, where the platform shows it. */
  readonly email?: string;
  readonly surname?: string;
}

/**
 * Sends to the chat platform; every call has a timeout (10 s) and is made once: no hidden repeats.
 * All throw ConnectorFailure.
 */
export interface ChatConnector {
  /** A new root message (channel: a new thread). Once: not idempotent. */
  createRoot(place: PostingPlace, message: RenderedMessage): Promise<Posted>;
  /** A message under a root; in chats without threads a plain message. Once: not idempotent. */
  reply(place: PostingPlace, rootActivityId: string, message: RenderedMessage): Promise<Posted>;
  /** Replaces a message of the bot's own. Safe to repeat. */
  update(place: PostingPlace, activityId: string, message: RenderedMessage): Promise<void>;
  /** The member of a conversation; undefined when not a member. Safe. */
  findMember(place: PostingPlace, teamsUserId: string): Promise<ConversationMember | undefined>;
}

/**
 * throttled: not accepted, come again (Retry-After if told) · busy: 412, another operation was under way, not accepted ·
 * ambiguous: 5xx, reset, timeout; it may have been posted · conversation-gone: stop sending there ·
 * activity-gone: the message to update is unknown · too-big: 413 · unauthorized: 401, our credentials · refused: any other 4xx.
 */
export type ConnectorFailureKind =
  | "throttled"
  | "busy"
  | "ambiguous"
  | "conversation-gone"
  | "activity-gone"
  | "too-big"
  | "unauthorized"
  | "refused";

export class ConnectorFailure extends Error {
  readonly kind: ConnectorFailureKind;
  readonly status: number;
  readonly code: string;
  /** From Retry-After; undefined when the platform did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: ConnectorFailureKind, details: { status: number; code: string; retryAfterMs?: number }) {
    super(`${kind}: ${String(details.status)} ${details.code}`);
    this.name = "ConnectorFailure";
    this.kind = kind;
    this.status = details.status;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
  }
}
