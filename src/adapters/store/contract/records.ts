import type { ConversationType } from "../../../core/conversation.ts";
import type { JsonObject } from "../../../core/json.ts";

// What the store hands out: plain, frozen-by-type values. GitHub's numeric ids leave the store as strings.
// `createdAt`/`updatedAt` are kept by the store from the injected clock and appear where somebody reads them.

export interface UserRecord {
  readonly id: string;
  readonly tenantId: string;
  /** `''` for who was invited by mail and is not (yet) linked to a Teams user. */
  readonly aadObjectId: string;
  /** Teams' id for the bot's view of the person, from the last contact: what a mention needs. */
  readonly teamsUserId: string;
  readonly displayName: string;
  readonly surname: string;
  /** Lower case; `''` while unknown. */
  readonly email: string;
  readonly emailVerifiedAt?: Date;
  /** The team that commands mean when they name none; `''` for none. */
  readonly currentTeamId: string;
  /** conversations.id of their 1:1 chat with the bot; absent before there was one. */
  readonly personalConversationId?: string;
  readonly state: "active" | "disabled";
  readonly isAdmin: boolean;
}

/** A GitHub connection of one Teams user. Token values are opened only by the token keeper, never listed. */
export interface GitHubUserRecord {
  readonly id: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly clientAppId: string;
  readonly teamsUserId: string;
  readonly ghUserId: string;
  readonly ghLogin: string;
  readonly state: "connected" | "expired" | "revoked";
  readonly expiresAt?: Date;
  readonly refreshExpiresAt?: Date;
}

export interface GitHubTokens {
  readonly accessToken: string;
  readonly expiresAt?: Date;
  readonly refreshToken?: string;
  readonly refreshExpiresAt?: Date;
}

export interface InstallationRecord {
  readonly id: string;
  readonly clientAppId: string;
  readonly ghInstallationId: string;
  readonly ghAccountId: string;
  readonly ghAccountLogin: string;
  readonly accountType: "User" | "Organization";
  readonly repositorySelection: "all" | "selected";
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspendedAt?: Date;
  readonly deletedAt?: Date;
}

export type ArtifactType = "Repo" | "Account";
export type SubscriptionState = "active" | "paused" | "lost";

export interface SubscriptionRecord {
  readonly id: string;
  readonly clientAppId: string;
  readonly tenantId: string;
  /** Conversation id without `;messageid=`. */
  readonly channelId: string;
  /** `''` outside teams. */
  readonly teamId: string;
  readonly chatOpsUsersId: string;
  readonly chatOpsInstallationsId: string;
  readonly ghArtifactId: string;
  readonly ghArtifactName: string;
  readonly ghArtifactType: ArtifactType;
  readonly settings: SubscriptionSettings;
  readonly state: SubscriptionState;
  readonly stateReason: string;
}

/** Features as the grammar names them, and filters; kept as JSON. */
export interface SubscriptionSettings {
  readonly features: readonly string[];
  readonly filters?: JsonObject;
  /** Of a paused subscription: when it goes on by itself (ISO 8601, UTC). Without meaning in other states. */
  readonly pausedUntil?: string;
}

/** A subscription that matches an event, with all that delivering needs: one indexed query, no follow-ups. */
export interface MatchedSubscription extends SubscriptionRecord {
  /** conversations.id; absent when the conversation row is gone. */
  readonly conversationId: string;
  /** What the conversation chose for everything that is told there. */
  readonly conversation: Pick<ConversationRecord, "type" | "threads" | "settings">;
  readonly creator: {
    readonly ghUserId: string;
    readonly ghLogin: string;
    readonly state: GitHubUserRecord["state"];
    /** When the connection last changed: for an expired one, when it expired. */
    readonly since: Date;
  };
}

/** A subscription with its installation, for `subscribe list`. */
export interface ListedSubscription extends SubscriptionRecord {
  readonly ghInstallationId: string;
  readonly installationSuspended: boolean;
  readonly installationDeleted: boolean;
}

export interface ConversationRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly type: ConversationType;
  readonly serviceUrl: string;
  readonly name: string;
  /** Do comments come as replies? Means nothing outside channels. */
  readonly threads: boolean;
  /** What people chose here, as kept; read it with `toConversationSettings`. */
  readonly settings: JsonObject;
  /** The team of Ployst that this conversation works for (`team link`), `''` for none. */
  readonly ploystTeamId: string;
  readonly state: "active" | "paused" | "gone";
}

export type DeliveryState = "received" | "done" | "dead";

export interface DeliveryRecord {
  readonly id: string;
  readonly guid: string;
  readonly source: string;
  readonly event: string;
  readonly action: string;
  readonly installationId: string;
  readonly repositoryId: string;
  readonly receivedAt: Date;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastError: string;
}

/**
 * One subject (issue, pull request …) as this conversation shows it. `facts` is the merged knowledge that the
 * card is rendered from (core/facts.ts); the row may exist before any card was posted (rootState none).
 */
export interface CardRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly subjectKey: string;
  /** Teams message id of the root; absent until posted, or when Teams gave no id (posted, not updatable). */
  readonly rootActivityId?: string;
  readonly rootState: "none" | "queued" | "posted" | "unaddressable";
  readonly facts: JsonObject;
  readonly renderedHash: string;
  /** Grows by one at each write; compare-and-swap on it. */
  readonly version: number;
}

export type Lane = "answer" | "confirmation" | "state" | "notification";
export type OutboxKind = "create" | "reply" | "update";

/** What is to be posted, already rendered: the mailbox knows nothing of templates. */
export interface OutboxBody {
  readonly text?: string;
  readonly mentions?: readonly { readonly id: string; readonly name: string }[];
  readonly adaptiveCard?: JsonObject;
  readonly summary?: string;
  /** Reply under this Teams message (a person's own message) rather than under a subject's root. */
  readonly threadRootId?: string;
}

export interface OutboxRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly kind: OutboxKind;
  readonly lane: Lane;
  /** `''` for messages that belong to no subject. */
  readonly subjectKey: string;
  readonly body: OutboxBody;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly createdAt: Date;
  /** Teams' id of the subject's root as far as known when the row was listed, and how the root stands; absent without a card. */
  readonly rootActivityId?: string;
  readonly rootState?: CardRecord["rootState"];
  /** sending = a request for it was started; found in that state by a new drainer its outcome is ambiguous. */
  readonly state: "queued" | "sending" | "done";
  /** True after an earlier request whose outcome nobody knows: it may have been posted already (markAmbiguous). */
  readonly ambiguous?: boolean;
}

export type OutboxOutcome = "sent" | "ambiguous" | "refused";

export type PendingFor = "signin" | "installation" | "profile";

export interface PendingCommandRecord {
  readonly id: string;
  readonly userId: string;
  readonly conversationId: string;
  /** The command as typed; for a pressed button what it does, in words. */
  readonly text: string;
  /** The pressed button; absent for a typed command. */
  readonly action?: JsonObject;
  readonly waitsFor: PendingFor;
  /** For an installation: lower-case account login that must install; else `''`. */
  readonly waitsForKey: string;
  readonly threadRootId: string;
  readonly expiresAt: Date;
}

export interface ConfirmationRecord {
  readonly id: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly command: string;
  readonly target: JsonObject;
  readonly expiresAt: Date;
  readonly usedAt?: Date;
}

export interface SignInAttemptRecord {
  readonly id: string;
  readonly userId: string;
  readonly stateHash: string;
  readonly browserHash: string;
  readonly codeHash: string;
  readonly tries: number;
  readonly expiresAt: Date;
  readonly usedAt?: Date;
}

/** What GitHub gave for a sign-in that its Teams user has not confirmed yet. */
export interface ProvisionalTokens extends GitHubTokens {
  readonly ghUserId: string;
  readonly ghLogin: string;
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "dead" | "cancelled";

export interface JobRecord {
  readonly id: string;
  readonly kind: string;
  readonly targetId: string;
  readonly payload: JsonObject;
  readonly runAfter: Date;
  readonly attempts: number;
  readonly state: JobState;
  readonly lastError: string;
}

/** A dead job, without what it was to do. */
export interface DeadJobRecord extends Pick<
  JobRecord,
  "id" | "kind" | "targetId" | "attempts" | "lastError"
> {
  readonly diedAt: Date;
}

export interface LeaseRecord {
  readonly name: string;
  readonly holder: string;
  /** Grows at every change of holder; carry it with writes that must not come from a past holder. */
  readonly fence: number;
  readonly until: Date;
}

export type ActorType = "user" | "component" | "webhook";

export interface EventRecord {
  readonly id: string;
  readonly at: Date;
  readonly actorType: ActorType;
  readonly actorId: string;
  readonly tenantId: string;
  readonly teamId: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly verb: string;
  readonly fromState: string;
  readonly toState: string;
  readonly data: JsonObject;
  readonly correlationId: string;
}
