import type { JsonObject } from "../../../core/json.ts";
import type { Page } from "./paging.ts";
import type { ConversationRecord } from "./records.ts";
import type { Transition } from "./transition.ts";

/**
 * `unverified`: saved, and the service has not yet been asked; `enabled`: it let us in; `failing`: it no longer does;
 * `disabled`: off, and its secrets are gone.
 */
export type ServiceState = "disabled" | "unverified" | "enabled" | "failing";

export interface ServiceOwner {
  readonly ownerType: "user" | "team";
  readonly ownerId: string;
}

/** An outside service that a person or a team uses. Its credentials are opened only by `findCredentials`. */
export interface ServiceConnectionRecord extends ServiceOwner {
  readonly id: string;
  readonly provider: string;
  readonly baseUrl: string;
  /** Never a secret. */
  readonly settings: JsonObject;
  /** What the service proves itself with, as `core/secret.ts` hashes; `''` for none. */
  readonly webhookSecretHash: string;
  readonly state: ServiceState;
  /** `''` while there is none. */
  readonly lastError: string;
  /** When the service last let us in. */
  readonly verifiedAt?: Date;
  /** Grows with each change of address or credentials: what was found out about older ones changes nothing. */
  readonly version: number;
  readonly createdAt: Date;
}

/** A connection as it was when the service was asked. */
export type AskedConnection = Pick<ServiceConnectionRecord, "id" | "version">;

export interface ServiceConnectionReader {
  find(id: string): Promise<ServiceConnectionRecord | undefined>;
  findByOwner(owner: ServiceOwner, provider: string): Promise<ServiceConnectionRecord | undefined>;
  /** In the order of ids; disabled ones too. */
  listByOwner(owner: ServiceOwner): Promise<readonly ServiceConnectionRecord[]>;
  /** Those of several (at most 500) owners at once. */
  listByOwners(owners: readonly ServiceOwner[]): Promise<readonly ServiceConnectionRecord[]>;
  /** The opened credentials, for the moment of their use; undefined while it is disabled. */
  findCredentials(id: string): Promise<JsonObject | undefined>;
  /** Not disabled, and not asked since `before`: whoever waits longest first. */
  listDueForVerify(before: Date, limit: number): Promise<readonly ServiceConnectionRecord[]>;
}

export interface ServiceConnectionRepository extends ServiceConnectionReader {
  /** Makes or changes the owner's connection to the provider: it is unverified then. The webhook's secret stays. */
  save(
    connection: ServiceOwner &
      Pick<ServiceConnectionRecord, "provider" | "baseUrl" | "settings"> & {
        readonly credentials: JsonObject;
      },
  ): Promise<ServiceConnectionRecord>;
  /** As a service refreshes tokens: the state stays. False when it was disabled or changed since. */
  replaceCredentials(asked: AskedConnection, credentials: JsonObject): Promise<boolean>;
  /** False when there is none. */
  setSettings(id: string, settings: JsonObject): Promise<boolean>;
  /**
   * The service let us in: -> enabled. Undefined when it was enabled before (which is noted), or was disabled or changed
   * since it was asked.
   */
  markEnabled(asked: AskedConnection): Promise<Transition<ServiceState> | undefined>;
  /** The service refused us: -> failing. Undefined as with `markEnabled`, so that only the first time is announced. */
  markFailing(asked: AskedConnection, error: string): Promise<Transition<ServiceState> | undefined>;
  /** -> disabled; credentials and the webhook's secret are deleted at once. */
  disable(id: string): Promise<Transition<ServiceState> | undefined>;
  /** False when there is none, or it is disabled. */
  setWebhookSecretHash(id: string, hash: string): Promise<boolean>;
}

/** What a conversation is told of that is not GitHub's: `notify jira:PROJ`. */
export interface NotificationRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly source: string;
  readonly sourceKey: string;
  readonly settings: JsonObject;
  readonly state: "active" | "paused";
  readonly createdAt: Date;
}

/** With the conversation that is to hear of it. */
export interface MatchedNotification extends NotificationRecord {
  readonly conversation: Pick<ConversationRecord, "tenantId" | "type" | "threads" | "settings"> & {
    /** The team of Ployst that the conversation works for; `''` for none. */
    readonly ploystTeamId: string;
  };
}

export interface NotificationReader {
  find(conversationId: string, source: string, sourceKey: string): Promise<NotificationRecord | undefined>;
  /** In the order of ids. */
  listByConversation(conversationId: string, page: Page): Promise<readonly NotificationRecord[]>;
  /** Active ones of any of these keys, in active conversations. */
  listMatching(source: string, sourceKeys: readonly string[]): Promise<readonly MatchedNotification[]>;
}

export interface NotificationRepository extends NotificationReader {
  /** The conversation's row for this source, which `isNew` or stays as it is. */
  add(
    notification: Pick<NotificationRecord, "conversationId" | "source" | "sourceKey" | "settings">,
  ): Promise<{ readonly notification: NotificationRecord; readonly isNew: boolean }>;
  /** False when there is none. */
  setSettings(id: string, settings: JsonObject): Promise<boolean>;
  /** False when there was none. */
  remove(conversationId: string, source: string, sourceKey: string): Promise<boolean>;
}
