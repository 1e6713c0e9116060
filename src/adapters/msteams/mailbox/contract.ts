import type { PostingPlace, RenderedMessage } from "../../../core/connector.ts";

// What the mailbox needs of the store, as narrow as it can be; the store's repositories satisfy it by their shape.

export type Lane = "answer" | "confirmation" | "state" | "notification";
export type OutboxKind = "create" | "reply" | "update";
export type OutboxOutcome = "sent" | "ambiguous" | "refused";

export interface OutboxBody extends RenderedMessage {
  /** Reply under this message rather than under a subject's root. */
  readonly threadRootId?: string;
}

export interface OutboxRow {
  readonly id: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly kind: OutboxKind;
  readonly lane: Lane;
  readonly subjectKey: string;
  readonly body: OutboxBody;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly createdAt: Date;
  /** The subject's root as known when the row was listed; absent without a card. */
  readonly rootActivityId?: string;
  readonly rootState?: "none" | "queued" | "posted" | "unaddressable";
  readonly state: "queued" | "sending" | "done";
  readonly ambiguous?: boolean;
}

export interface ConversationRow extends PostingPlace {
  readonly state: "active" | "paused" | "gone";
}

export interface MailboxReads {
  readonly conversations: { find(id: string): Promise<ConversationRow | undefined> };
  readonly outbox: { listConversationsDue(now: Date, limit: number): Promise<readonly string[]> };
}

export interface MailboxTransaction {
  readonly conversations: {
    find(id: string): Promise<ConversationRow | undefined>;
    setState(id: string, state: ConversationRow["state"], reason: string): Promise<unknown>;
  };
  readonly cards: {
    recordRoot(conversationId: string, subjectKey: string, rootActivityId: string | undefined): Promise<void>;
    forgetRoot(conversationId: string, subjectKey: string): Promise<void>;
  };
  readonly outbox: {
    listDue(conversationId: string, now: Date, limit: number): Promise<readonly OutboxRow[]>;
    startSending(id: string): Promise<boolean>;
    finish(id: string, outcome: OutboxOutcome, error?: string): Promise<void>;
    retryAt(id: string, dueAt: Date, error: string): Promise<void>;
    markAmbiguous(id: string): Promise<void>;
    supersede(ids: readonly string[]): Promise<void>;
    becomeCreate(id: string): Promise<void>;
  };
  readonly leases: {
    acquire(
      name: string,
      holder: string,
      now: Date,
      until: Date,
    ): Promise<{ readonly fence: number; readonly until: Date } | undefined>;
    release(name: string, holder: string): Promise<void>;
  };
}

export interface MailboxStore {
  transaction<T>(work: (tx: MailboxTransaction) => Promise<T>): Promise<T>;
  read<T>(work: (reads: MailboxReads) => Promise<T>): Promise<T>;
}

export interface MailboxMetrics {
  /** A row is finished (or superseded without a request). */
  counted(kind: OutboxKind, outcome: OutboxOutcome | "superseded"): void;
  /** Seconds from a row's making to its end. */
  aged(lane: Lane, seconds: number): void;
}

export interface RateWindow {
  readonly count: number;
  readonly milliseconds: number;
}

export interface MailboxLimits {
  /** Sliding windows of each conversation; every request counts. */
  readonly conversation: readonly RateWindow[];
  /** Sliding window of each tenant. */
  readonly tenant: RateWindow;
  /** Conversations drained at once in this process. */
  readonly conversationsAtOnce: number;
}

/** What Microsoft Teams allows one bot: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
export const teamsLimits: MailboxLimits = {
  conversation: [
    { count: 7, milliseconds: 1_000 },
    { count: 8, milliseconds: 2_000 },
    { count: 60, milliseconds: 30_000 },
    { count: 1_800, milliseconds: 3_600_000 },
  ],
  tenant: { count: 50, milliseconds: 1_000 },
  conversationsAtOnce: 64,
};
