import type { ChatPerson, ConversationReference } from "../../../core/conversation.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { Page } from "./paging.ts";
import type {
  CardRecord,
  ConfirmationRecord,
  ConversationRecord,
  Lane,
  OutboxBody,
  OutboxKind,
  OutboxOutcome,
  OutboxRecord,
  PendingCommandRecord,
  PendingFor,
  UserRecord,
} from "./records.ts";

export interface UserReader {
  findByAad(tenantId: string, aadObjectId: string): Promise<UserRecord | undefined>;
  find(id: string): Promise<UserRecord | undefined>;
  /** Those of these that there are, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly UserRecord[]>;
  /** By Teams' id for the bot's view of the person: what a mention carries. */
  findByTeamsUser(tenantId: string, teamsUserId: string): Promise<UserRecord | undefined>;
  /**
   * The active user of that address (in any case): who verified it first, else who was invited by mail to it. Never who
   * merely claims it in a profile.
   */
  findByEmail(tenantId: string, email: string): Promise<UserRecord | undefined>;
  /** The active users who were made administrators of this Ployst, of all tenants. */
  listAdmins(page: Page): Promise<readonly UserRecord[]>;
}

/** `refused`: one of the two is linked already, has ended, or both have an account of their own. */
export type LinkResult =
  { readonly outcome: "linked" | "merged"; readonly user: UserRecord } | { readonly outcome: "refused" };

export interface UserRepository extends UserReader {
  /**
   * The person's row, made at first contact (event `user.created`, and the job that the store gives new users), its
   * display name kept current.
   */
  ensure(person: ChatPerson): Promise<UserRecord>;
  /** A person invited by mail, whom Teams has not shown yet (event `user.created`, the inviting user its actor). */
  createUnlinked(
    person: Pick<UserRecord, "tenantId" | "email" | "surname">,
    invitedBy: string,
  ): Promise<UserRecord>;
  /**
   * Joins an unlinked user to a Teams person (event `user.linked`). If Teams showed that person before, the earlier
   * row stays and takes over registration, memberships, invitations, teams, keys and sessions of the unlinked one, which is
   * disabled (event `user.merged` of it). Nothing changes when it is refused.
   */
  linkToTeams(unlinkedId: string, person: ChatPerson): Promise<LinkResult>;
  setCurrentTeam(id: string, teamId: string): Promise<void>;
  /** The conversation in which they talk to the bot alone. */
  setPersonalConversation(id: string, conversationId: string): Promise<void>;
  /** They see now which services there are; false when they saw it before. */
  markServicesShown(id: string): Promise<boolean>;
  /** A changed address has to be verified again. */
  setProfile(id: string, profile: Partial<Pick<UserRecord, "surname" | "email">>): Promise<void>;
  /** The person proved to read that address; false when the profile has another by now. */
  verifyEmail(id: string, email: string): Promise<boolean>;
  /** False when it was so before. */
  setAdmin(id: string, isAdmin: boolean): Promise<boolean>;
}

export interface ConversationReader {
  find(id: string): Promise<ConversationRecord | undefined>;
  findByChannel(channelId: string): Promise<ConversationRecord | undefined>;
  /** Those of these that there are, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly ConversationRecord[]>;
  /** The conversations that work for a team of Ployst. */
  listByPloystTeam(ploystTeamId: string): Promise<readonly ConversationRecord[]>;
}

export interface ConversationSettingsChange {
  readonly threads?: boolean;
  /** Keys that are not named stay. */
  readonly settings?: JsonObject;
}

export interface ConversationRepository extends ConversationReader {
  /** The conversation's row, made at first contact; service URL, name, team refreshed; `gone`/`paused` wake up again. */
  ensure(reference: ConversationReference): Promise<ConversationRecord>;
  /**
   * True when this changed it. `paused`: the bot is away and may come back; `gone`: so is the conversation itself. What
   * waits to be posted there is refused, then and when it is active again.
   */
  setState(id: string, state: ConversationRecord["state"], reason: string): Promise<boolean>;
  /**
   * Ends one conversation to which the bot has not come back since `before`: its subscriptions (an event each), cards and
   * messages, at most `limit` rows at once. Answers `limit` while there may be more to do.
   */
  pruneAway(before: Date, limit: number): Promise<number>;
  rename(channelId: string, name: string): Promise<void>;
  /** The team of Ployst that the conversation works for, `''` for none; false when it is no longer `from`. */
  linkTeam(id: string, from: string, to: string): Promise<boolean>;
  /**
   * Lays a change over what the conversation keeps. Its row is locked until the commit, so that of two who change
   * different settings at once neither loses; `before` is what the change met. Undefined without such a conversation.
   */
  changeSettings(
    id: string,
    change: ConversationSettingsChange,
  ): Promise<{ readonly before: ConversationRecord; readonly after: ConversationRecord } | undefined>;
  /** All conversations of a Teams team, for team-wide events such as the bot's removal. */
  listByTeam(teamId: string): Promise<readonly ConversationRecord[]>;
}

export interface InboundRepository {
  /** True the first time an activity of a conversation is seen, false for a repeat. */
  record(channelId: string, activityId: string): Promise<boolean>;
  /** Removes at most `limit` rows older than `before`; answers how many. */
  prune(before: Date, limit: number): Promise<number>;
}

export interface CardReader {
  find(conversationId: string, subjectKey: string): Promise<CardRecord | undefined>;
  /** The subject whose card this Teams message is. */
  findByRoot(conversationId: string, rootActivityId: string): Promise<CardRecord | undefined>;
  /** Those of one conversation among the subjects named. */
  listBySubjects(
    subjectKeys: readonly string[],
    conversationIds: readonly string[],
  ): Promise<readonly CardRecord[]>;
}

/** Cards that nothing has changed since. */
export interface RestingCards {
  readonly before: Date;
  /** Only of subjects of these kinds: the words before the colon of their keys. */
  readonly kinds?: readonly string[];
}

export interface CardRepository extends CardReader {
  create(
    card: Pick<CardRecord, "conversationId" | "subjectKey" | "facts" | "renderedHash" | "rootState">,
  ): Promise<CardRecord>;
  /** Compare-and-swap on `version`; false when somebody wrote in between. */
  update(
    card: Pick<CardRecord, "id" | "version">,
    change: Partial<Pick<CardRecord, "facts" | "renderedHash" | "rootState">>,
  ): Promise<boolean>;
  /** The drainer tells what Teams called the root; `undefined` = posted, but not updatable. */
  recordRoot(conversationId: string, subjectKey: string, rootActivityId: string | undefined): Promise<void>;
  /** Teams no longer knows the root: the next update posts a new one. */
  forgetRoot(conversationId: string, subjectKey: string): Promise<void>;
  /** Removes at most `limit` cards, those at rest for longest first, with what is known of the items they show; answers how many. */
  prune(resting: RestingCards, limit: number): Promise<number>;
}

export interface OutboxMessage {
  readonly conversationId: string;
  readonly kind: OutboxKind;
  readonly lane: Lane;
  readonly subjectKey?: string;
  readonly body: OutboxBody;
  readonly dueAt?: Date;
}

/** What waits to be posted in one conversation. */
export interface ConversationBacklog {
  readonly waiting: number;
  readonly oldestCreatedAt?: Date;
  /** Why it waits, where a try failed; `''` if none did. */
  readonly lastError: string;
}

export interface OutboxReader {
  /** The conversation's unsent rows that are due: lanes in order, then seq; with the roots' ids known so far. */
  listDue(conversationId: string, now: Date, limit: number): Promise<readonly OutboxRecord[]>;
  /** Conversations (active ones) that have due rows, oldest first: what drainers look at after a restart. */
  listConversationsDue(now: Date, limit: number): Promise<readonly string[]>;
  /** The earliest dueAt among a conversation's unsent rows. */
  nextDue(conversationId: string): Promise<Date | undefined>;
  /** The same of one conversation, and why the last try of one of them failed. */
  backlogOf(conversationId: string): Promise<ConversationBacklog>;
  /** Unsent rows and the age of the oldest, for metrics and doctor. */
  backlog(): Promise<{ readonly waiting: number; readonly oldestCreatedAt?: Date }>;
}

export interface OutboxRepository extends OutboxReader {
  /** Appends in order; seq is given out per conversation without gaps mattering. */
  append(messages: readonly OutboxMessage[]): Promise<readonly OutboxRecord[]>;
  /** queued -> sending, counting the attempt; false when the row is no longer queued. Commit before the request starts. */
  startSending(id: string): Promise<boolean>;
  /** The row is finished; bodies of finished rows are emptied. */
  finish(id: string, outcome: OutboxOutcome, error?: string): Promise<void>;
  /** Back to queued for a repeat at `dueAt`. */
  retryAt(id: string, dueAt: Date, error: string): Promise<void>;
  /** A request for it ended with unknown outcome: its record says `ambiguous` from now on (until finished, too). */
  markAmbiguous(id: string): Promise<void>;
  /** A later update of the same subject replaces these rows' content: they end as sent without a request. */
  supersede(ids: readonly string[]): Promise<void>;
  /** Turns an update whose root is gone into a create, in place. */
  becomeCreate(id: string): Promise<void>;
  prune(before: Date, limit: number): Promise<number>;
}

export interface PendingCommandRepository {
  create(pending: {
    readonly userId: string;
    readonly conversationId: string;
    readonly text: string;
    readonly action?: JsonObject;
    readonly waitsFor: PendingFor;
    readonly waitsForKey?: string;
    readonly threadRootId?: string;
    readonly expiresAt: Date;
  }): Promise<PendingCommandRecord>;
  /** Claims (once, compare-and-swap) all live ones that wait for this, in order of their making. */
  claim(wait: {
    readonly userId?: string;
    readonly waitsFor: PendingFor;
    readonly waitsForKey?: string;
  }): Promise<readonly PendingCommandRecord[]>;
  prune(before: Date, limit: number): Promise<number>;
}

export interface ConfirmationRepository {
  create(confirmation: {
    readonly userId: string;
    readonly conversationId: string;
    readonly command: string;
    readonly target: JsonObject;
    readonly expiresAt: Date;
  }): Promise<ConfirmationRecord>;
  find(id: string): Promise<ConfirmationRecord | undefined>;
  /**
   * Uses it once; undefined when it is another person's, expired, or used. `usedBy` (a turn's id) finds again what it
   * used itself, so that a turn that runs again after a crash goes on.
   */
  use(id: string, userId: string, usedBy: string): Promise<ConfirmationRecord | undefined>;
  /** Deletes up to `limit` that expired before; answers how many. */
  prune(before: Date, limit: number): Promise<number>;
}
