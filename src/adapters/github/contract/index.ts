// What features see of GitHub. Everything that fails throws a fault of src/core/faults/github.ts;
// "not found" is a value (undefined), because every caller must decide what it may say about it.

import type { RepositoryRole } from "../../../core/repository-role.ts";
import type { GitHubCollaboration } from "./collaboration.ts";
import type { GitHubCloning } from "./cloning.ts";
import type { GitHubDeploying } from "./deploying.ts";
import type { GitHubHookDeliveries } from "./hook-deliveries.ts";
import type { GitHubNamedWork } from "./named-work.ts";
import type { GitHubPreviews, ParseGitHubLink } from "./previews.ts";
import type { GitHubReached, GitHubSshKeys } from "./reached.ts";
import type { GitHubReviewQueue } from "./review-queue.ts";

export type * from "./cloning.ts";
export type * from "./collaboration.ts";
export type * from "./deploying.ts";
export type * from "./hook-deliveries.ts";
export type * from "./named-work.ts";
export type * from "./previews.ts";
export type * from "./reached.ts";
export type * from "./review-queue.ts";

export interface GitHubAccount {
  readonly id: string;
  readonly login: string;
  readonly type: "User" | "Organization";
  readonly htmlUrl: string;
}

export interface GitHubRepository {
  readonly id: string;
  /** `owner/name` as GitHub spells it today. */
  readonly fullName: string;
  readonly ownerId: string;
  readonly ownerLogin: string;
  readonly isPrivate: boolean;
  readonly htmlUrl: string;
  readonly defaultBranch: string;
  /** What the one who asks may do there; absent where GitHub doesn't say. */
  readonly role?: RepositoryRole;
}

/** A repository as a list of many names it. */
export interface ListedRepository {
  readonly id: string;
  /** `owner/name` as GitHub spells it today. */
  readonly fullName: string;
  readonly htmlUrl: string;
  readonly owner: { readonly id: string; readonly login: string; readonly htmlUrl: string };
}

export interface GitHubInstallation {
  readonly id: string;
  readonly accountId: string;
  readonly accountLogin: string;
  readonly accountType: "User" | "Organization";
  readonly repositorySelection: "all" | "selected";
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  readonly suspendedAt?: Date;
  readonly htmlUrl: string;
}

/** The App as GitHub knows it. */
export interface GitHubSelf {
  readonly slug: string;
  readonly name: string;
  readonly htmlUrl: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** Calls as the App itself (JWT). All safe (GET). */
export interface GitHubApp {
  /** Who we are: what `doctor` checks. */
  getSelf(): Promise<GitHubSelf>;
  findRepositoryInstallation(owner: string, name: string): Promise<GitHubInstallation | undefined>;
  findAccountInstallation(
    account: Pick<GitHubAccount, "login" | "type">,
  ): Promise<GitHubInstallation | undefined>;
  findInstallation(installationId: string): Promise<GitHubInstallation | undefined>;
  /** Every installation of the App, paged inside. */
  listInstallations(): Promise<readonly GitHubInstallation[]>;
  /** Where a person installs the App or changes what it may reach; exact once `getSelf` has been answered. */
  installUrl(options: { readonly targetId?: string; readonly state?: string }): string;
  /** Reads as one installation (token cached until shortly before its end, one request in flight for it). */
  asInstallation(installationId: string): GitHubInstallationReader;
}

/** What `doctor` compares with our configuration. All safe (GET). */
export interface GitHubAppInspection {
  /** Where GitHub sends the App's events; undefined when it has no webhook. */
  findWebhookUrl(): Promise<string | undefined>;
  /** The page on GitHub where the App's owner changes it. */
  getSettingsUrl(): Promise<string>;
  /** GitHub's clock, to the second. */
  readServerTime(): Promise<Date>;
}

/** Calls as an installation. All safe (GET), conditional (ETag) where an answer was seen before. */
export interface GitHubInstallationReader {
  findRepository(owner: string, name: string): Promise<GitHubRepository | undefined>;
  findRepositoryById(repositoryId: string): Promise<GitHubRepository | undefined>;
  findAccountById(accountId: string): Promise<GitHubAccount | undefined>;
  /**
   * Every repository that the installation reaches, a hundred a page; undefined, after the first, where that would take
   * more than `mostPages`. One that comes or goes meanwhile may be missing.
   */
  listRepositories(options: { readonly mostPages: number }): Promise<readonly ListedRepository[] | undefined>;
}

/** Calls as a person. Safe (GET), but for what `collaboration` and `sshKeys` say of themselves. */
export interface GitHubPerson {
  readonly collaboration: GitHubCollaboration;
  readonly previews: GitHubPreviews;
  readonly reviews: GitHubReviewQueue;
  readonly namedWork: GitHubNamedWork;
  readonly reached: GitHubReached;
  readonly sshKeys: GitHubSshKeys;
  getSelf(): Promise<GitHubAccount>;
  findAccount(login: string): Promise<GitHubAccount | undefined>;
  findAccountById(accountId: string): Promise<GitHubAccount | undefined>;
  findRepository(owner: string, name: string): Promise<GitHubRepository | undefined>;
  findRepositoryById(repositoryId: string): Promise<GitHubRepository | undefined>;
  /** Ids of the App's installations that this person can reach (`GET /user/installations`). */
  listInstallationIds(): Promise<ReadonlySet<string>>;
}

/** Makes a reader with a person's own token. */
export type AsPerson = (accessToken: string) => GitHubPerson;

export interface UserTokens {
  readonly accessToken: string;
  readonly expiresAt?: Date;
  readonly refreshToken?: string;
  readonly refreshExpiresAt?: Date;
}

/** The web flow for user access tokens (docs.github.com, "Generating a user access token for a GitHub App"). */
export interface GitHubOAuth {
  /** The page to which the browser is sent; PKCE S256. */
  authorizeUrl(options: {
    readonly state: string;
    readonly codeChallenge: string;
    readonly redirectUri: string;
    readonly login?: string;
  }): string;
  /** Once: a code works a single time. Throws SIGN_IN_LINK_GONE for a code or verifier that GitHub refuses. */
  exchangeCode(options: {
    readonly code: string;
    readonly codeVerifier: string;
    readonly redirectUri: string;
  }): Promise<UserTokens>;
  /** Once: refresh tokens work a single time; the caller holds the user's lease and saves before use. Throws SIGN_IN_AGAIN when GitHub refuses it. */
  refresh(refreshToken: string): Promise<UserTokens>;
  /** Ends the person's authorization of the App altogether. Safe to repeat; a token unknown to GitHub is success. */
  revokeGrant(accessToken: string): Promise<void>;
}

/** A webhook that was proven to come from GitHub. */
export interface VerifiedWebhook {
  readonly guid: string;
  readonly event: string;
  readonly action: string;
  readonly installationId: string;
  readonly repositoryId: string;
  readonly ownerId: string;
  readonly raw: Buffer;
}

export type WebhookVerdict =
  | { readonly kind: "verified"; readonly webhook: VerifiedWebhook }
  /** 503: no secret configured; 401: signature missing or wrong; 400: headers or body are not a GitHub webhook's. */
  | { readonly kind: "refused"; readonly status: 400 | 401 | 503; readonly reason: string };

export interface GitHubWebhookVerifier {
  verify(headers: Readonly<Record<string, string | string[] | undefined>>, raw: Buffer): WebhookVerdict;
}

/** What the App manifest flow hands back (docs.github.com, "Registering a GitHub App from a manifest"). */
export interface CreatedApp {
  readonly id: string;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
  readonly pem: string;
  readonly htmlUrl: string;
}

/** Once: a manifest code works a single time, for an hour. */
export type ConvertManifest = (code: string) => Promise<CreatedApp>;

/** What a person means by `owner`, `owner/repository` or a link to GitHub. */
export type GitHubTarget =
  | { readonly kind: "owner"; readonly owner: string }
  | { readonly kind: "repository"; readonly owner: string; readonly name: string };

/** Throws GITHUB_URL_NOT_HTTPS, GITHUB_URL_FOREIGN, GITHUB_URL_MALFORMED, GITHUB_URL_NO_OWNER, GITHUB_NAME_MALFORMED. */
export type ParseGitHubTarget = (text: string) => GitHubTarget;

/** Everything of GitHub; a part that is not configured throws GITHUB_NOT_CONFIGURED when used. */
export interface GitHub {
  readonly app: GitHubApp;
  readonly asPerson: AsPerson;
  readonly oauth: GitHubOAuth;
  readonly webhooks: GitHubWebhookVerifier;
  readonly hookDeliveries: GitHubHookDeliveries;
  readonly cloning: GitHubCloning;
  readonly deploying: GitHubDeploying;
  readonly convertManifest: ConvertManifest;
  readonly parseTarget: ParseGitHubTarget;
  readonly parseLink: ParseGitHubLink;
}
