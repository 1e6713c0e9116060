import type {
  ArtifactType,
  DeliveryRecord,
  DeliveryState,
  GitHubTokens,
  GitHubUserRecord,
  InstallationRecord,
  ListedSubscription,
  MatchedSubscription,
  ProvisionalTokens,
  SignInAttemptRecord,
  SubscriptionRecord,
  SubscriptionSettings,
  SubscriptionState,
} from "./records.ts";

export interface ConnectionStanding extends Pick<GitHubUserRecord, "id" | "ghLogin" | "state"> {
  /** When the connection last changed: for an expired one, when it expired. */
  readonly since: Date;
}

export interface GitHubUserReader {
  findByUser(clientAppId: string, userId: string): Promise<GitHubUserRecord | undefined>;
  find(id: string): Promise<GitHubUserRecord | undefined>;
  /** All Teams users connected to this GitHub account (one person may use several tenants). */
  listByGitHubUser(clientAppId: string, ghUserId: string): Promise<readonly GitHubUserRecord[]>;
  /** How these connections stand. */
  listStanding(ids: readonly string[]): Promise<readonly ConnectionStanding[]>;
  /** Opened tokens; only the token keeper (features/signin) calls this. */
  findTokens(id: string): Promise<GitHubTokens | undefined>;
}

export interface GitHubUserRepository extends GitHubUserReader {
  /** Connects (or reconnects) a Teams user to a GitHub account, tokens sealed. */
  connect(connection: {
    readonly userId: string;
    readonly tenantId: string;
    readonly clientAppId: string;
    readonly teamsUserId: string;
    readonly ghUserId: string;
    readonly ghLogin: string;
    readonly tokens: GitHubTokens;
  }): Promise<GitHubUserRecord>;
  saveTokens(id: string, tokens: GitHubTokens): Promise<void>;
  /** connected -> expired, the tokens kept. True for the one whose doing it was. */
  expire(id: string): Promise<boolean>;
  /** `expired` keeps the tokens; `revoked` deletes them. */
  setState(id: string, state: GitHubUserRecord["state"]): Promise<void>;
}

export interface SignInAttemptRepository {
  create(attempt: {
    readonly userId: string;
    readonly stateHash: string;
    readonly verifier: string;
    readonly expiresAt: Date;
  }): Promise<SignInAttemptRecord>;
  findByState(stateHash: string): Promise<SignInAttemptRecord | undefined>;
  findVerifier(id: string): Promise<string | undefined>;
  /** The browser that started is the only one that may come back. False when another browser was bound already. */
  bindBrowser(id: string, browserHash: string): Promise<boolean>;
  /** Takes the one-time state: true once; later callbacks with it are refused. */
  useState(id: string): Promise<boolean>;
  /** Provisional tokens (sealed) and the hash of the code that the Teams user must bring. */
  recordTokens(id: string, tokens: ProvisionalTokens, codeHash: string): Promise<void>;
  /** The user's live attempts that await their code, newest first. */
  listAwaitingCode(userId: string): Promise<readonly SignInAttemptRecord[]>;
  /** Counts a wrong code; answers the tries so far. At `maxTries` the attempt is dead and its tokens deleted. */
  countTry(id: string, maxTries: number): Promise<number>;
  /** Takes the provisional tokens once and empties the row. */
  takeTokens(id: string): Promise<ProvisionalTokens | undefined>;
  /** Deletes expired attempts with their provisional tokens. */
  prune(before: Date, limit: number): Promise<number>;
}

export interface InstallationReader {
  find(id: string): Promise<InstallationRecord | undefined>;
  findByGitHubId(clientAppId: string, ghInstallationId: string): Promise<InstallationRecord | undefined>;
  findByAccount(clientAppId: string, ghAccountId: string): Promise<InstallationRecord | undefined>;
}

export interface InstallationRepository extends InstallationReader {
  /** Made or refreshed from what the API or a webhook told. */
  save(installation: Omit<InstallationRecord, "id">): Promise<InstallationRecord>;
  markDeleted(clientAppId: string, ghInstallationId: string): Promise<void>;
  setSuspended(clientAppId: string, ghInstallationId: string, suspendedAt: Date | undefined): Promise<void>;
}

export interface SubscriptionReader {
  find(key: {
    readonly clientAppId: string;
    readonly channelId: string;
    readonly teamId: string;
    readonly ghArtifactType: ArtifactType;
    readonly ghArtifactId: string;
  }): Promise<SubscriptionRecord | undefined>;
  findById(id: string): Promise<SubscriptionRecord | undefined>;
  /** This conversation's subscription whose last-known name is `name` (case-insensitive), for what GitHub no longer knows. */
  findByName(channelId: string, teamId: string, name: string): Promise<SubscriptionRecord | undefined>;
  listForChannel(
    clientAppId: string,
    channelId: string,
    teamId: string,
  ): Promise<readonly ListedSubscription[]>;
  /** Active subscriptions (conversation active) to the repository or to its owner: indexed by numeric id. */
  listMatching(ids: {
    readonly repositoryId?: string;
    readonly ownerId?: string;
  }): Promise<readonly MatchedSubscription[]>;
  /** Whether anybody subscribed to these: one index probe. */
  anyMatching(ids: { readonly repositoryId?: string; readonly ownerId?: string }): Promise<boolean>;
  /** How many of these conversations' subscriptions deliver (or are paused), by channel id; those without any are missing. */
  countByChannel(channelIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  listByCreator(chatOpsUsersId: string): Promise<readonly SubscriptionRecord[]>;
  listByInstallation(chatOpsInstallationsId: string): Promise<readonly SubscriptionRecord[]>;
}

export interface SubscriptionRepository extends SubscriptionReader {
  /** Throws faults.SUBSCRIPTION_EXISTS when the key is taken (a race lost). */
  create(subscription: Omit<SubscriptionRecord, "id" | "state" | "stateReason">): Promise<SubscriptionRecord>;
  /** The row as it is now, which nobody else changes until this transaction ends; for changes that build on what is there. */
  hold(id: string): Promise<SubscriptionRecord | undefined>;
  update(id: string, settings: SubscriptionSettings): Promise<void>;
  /** The App was reinstalled: point at the new installation row. */
  moveToInstallation(id: string, chatOpsInstallationsId: string): Promise<void>;
  /** Another person with access takes over; state becomes active. */
  adopt(id: string, chatOpsUsersId: string, chatOpsInstallationsId: string): Promise<void>;
  setState(id: string, state: SubscriptionState, reason: string): Promise<void>;
  /** Makes it `lost`. True for the one whose doing it was: of several at once one may tell of it. */
  lose(id: string, reason: string): Promise<boolean>;
  /** New name after a rename or transfer, by artifact. */
  renameArtifact(ghArtifactType: ArtifactType, ghArtifactId: string, name: string): Promise<void>;
  delete(id: string): Promise<void>;
}

export interface DeliveryReader {
  find(id: string): Promise<DeliveryRecord | undefined>;
  /** The raw payload, gunzipped; undefined once done. */
  findPayload(id: string): Promise<Buffer | undefined>;
  /** How those of these deliveries stand that were ever received. */
  listStates(source: string, guids: readonly string[]): Promise<ReadonlyMap<string, DeliveryState>>;
  /** Those that failed for good, newest first. */
  listDead(limit: number): Promise<readonly DeliveryRecord[]>;
}

export interface NewDelivery {
  readonly guid: string;
  readonly source: string;
  readonly event: string;
  readonly action: string;
  readonly installationId: string;
  readonly repositoryId: string;
  /** Raw bytes as received; kept gzipped until done. */
  readonly payload: Buffer;
}

export interface DeliveryRepository extends DeliveryReader {
  /**
   * Records deliveries, each with its `delivery` job, in this transaction (several statements for many rows, not one a row).
   * A guid seen before: `repeat`, nothing is written, unless its row is dead: then `revived` and its job runs again.
   */
  accept(deliveries: readonly NewDelivery[]): Promise<
    readonly {
      readonly id: string;
      readonly jobId?: string;
      readonly outcome: "accepted" | "repeat" | "revived";
    }[]
  >;
  markDone(id: string): Promise<void>;
  markDead(id: string, error: string): Promise<void>;
  /** Those of these that are dead begin anew, each with its job (a new one if that was pruned); one whose job still runs is left out. */
  reviveDead(ids: readonly string[]): Promise<readonly { readonly id: string; readonly jobId: string }[]>;
  prune(before: Date, limit: number): Promise<number>;
}
