import type { ChatPerson, ConversationReference } from "../core/conversation.ts";
import type { JsonObject } from "../core/json.ts";

// The narrow part of the store that the pipeline needs; the store satisfies it.

interface UserRow {
  readonly id: string;
  readonly isAdmin: boolean;
  readonly personalConversationId?: string;
}

export interface ConversationRow {
  readonly id: string;
  readonly channelId: string;
  readonly state: string;
}

export interface OutgoingMessage {
  readonly conversationId: string;
  readonly kind: "create" | "reply";
  readonly lane: "answer" | "confirmation" | "state";
  readonly body: {
    readonly text?: string;
    readonly mentions?: readonly { readonly id: string; readonly name: string }[];
    readonly adaptiveCard?: JsonObject;
    readonly summary?: string;
    readonly threadRootId?: string;
  };
}

export interface ConfirmationRow {
  readonly id: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly command: string;
  readonly target: JsonObject;
  readonly expiresAt: Date;
}

export interface BotTransaction {
  readonly users: {
    ensure(person: ChatPerson): Promise<UserRow>;
    setPersonalConversation(id: string, conversationId: string): Promise<void>;
  };
  readonly conversations: {
    ensure(reference: ConversationReference): Promise<ConversationRow>;
    findByChannel(channelId: string): Promise<ConversationRow | undefined>;
    /** None for `''`. */
    listByTeam(teamId: string): Promise<readonly ConversationRow[]>;
    setState(id: string, state: "active" | "paused" | "gone", reason: string): Promise<boolean>;
    rename(channelId: string, name: string): Promise<void>;
  };
  readonly subscriptions: {
    countByChannel(channelIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  };
  readonly inbound: { record(channelId: string, activityId: string): Promise<boolean> };
  readonly jobs: {
    create(job: {
      readonly kind: string;
      readonly targetId?: string;
      readonly payload?: JsonObject;
    }): Promise<{ readonly id: string }>;
    succeed(id: string, holder: string): Promise<boolean>;
  };
  readonly outbox: { append(messages: readonly OutgoingMessage[]): Promise<unknown> };
  readonly confirmations: {
    create(confirmation: {
      readonly userId: string;
      readonly conversationId: string;
      readonly command: string;
      readonly target: JsonObject;
      readonly expiresAt: Date;
    }): Promise<ConfirmationRow>;
    find(id: string): Promise<ConfirmationRow | undefined>;
    use(id: string, userId: string, usedBy: string): Promise<ConfirmationRow | undefined>;
  };
  afterCommit(run: () => void): void;
}

export interface BotStore {
  transaction<T>(work: (tx: BotTransaction) => Promise<T>): Promise<T>;
}
