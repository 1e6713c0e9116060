import type { TokenBook } from "./auth/tokens.ts";
import type { CodeBook } from "./auth/codes.ts";
import type { DeliveryLog } from "./webhooks/log.ts";
import type { GitFolder } from "./git/folder.ts";
import type { Faults } from "./http/faults.ts";

/** GitHub's repository permissions, weakest first. */
export const PERMISSIONS = ["none", "read", "triage", "write", "maintain", "admin"] as const;
export type Permission = (typeof PERMISSIONS)[number];
export type AppAccess = "read" | "write";

export interface Account {
  id: number;
  login: string;
  type: "User" | "Organization" | "Bot";
  name: string;
  email: string | null;
  createdAt: string;
  updatedAt: string;
  /** Of an organisation: account id -> role. Empty for a user. */
  members: Map<number, "admin" | "member">;
  /** Of an organisation: what every member may do in every repository. */
  basePermission: Permission;
}

export interface LabelRecord {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface CommentRecord {
  id: number;
  user: Account;
  body: string;
  createdAt: string;
  updatedAt: string;
  viaApp: AppRecord | undefined;
}

export interface ReviewRecord {
  id: number;
  user: Account;
  body: string | null;
  state: "approved" | "changes_requested" | "commented" | "dismissed";
  commitId: string;
  submittedAt: string;
}

export interface ReviewCommentRecord extends CommentRecord {
  reviewId: number;
  path: string;
  line: number;
  commitId: string;
}

export interface PullPart {
  id: number;
  headRef: string;
  headSha: string;
  baseRef: string;
  baseSha: string;
  draft: boolean;
  mergedAt: string | null;
  mergedBy: Account | undefined;
  mergeCommitSha: string | null;
  commits: number;
  reviews: ReviewRecord[];
  /** Whose review is asked for and has not been given. */
  requestedReviewers: Account[];
  reviewComments: ReviewCommentRecord[];
}

/** An issue; with `pull` it is a pull request (they share numbers, labels and comments, as on GitHub). */
export interface IssueRecord {
  id: number;
  number: number;
  title: string;
  body: string | null;
  user: Account;
  state: "open" | "closed";
  stateReason: string | null;
  locked: boolean;
  labels: LabelRecord[];
  assignees: Account[];
  comments: CommentRecord[];
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  viaApp: AppRecord | undefined;
  pull: PullPart | undefined;
}

export interface CommitRecord {
  sha: string;
  treeSha: string;
  parent: string | null;
  message: string;
  author: Account;
  at: string;
  /** Every file's text, by its path. */
  files: Readonly<Record<string, string>>;
}

export interface CheckSuiteRecord {
  id: number;
  headSha: string;
  headBranch: string | null;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  createdAt: string;
  updatedAt: string;
  runs: CheckRunRecord[];
}

export type CheckStatus = "queued" | "in_progress" | "completed";
export type CheckConclusion =
  "success" | "failure" | "neutral" | "cancelled" | "timed_out" | "action_required" | "stale" | "skipped";

export interface CheckRunRecord {
  id: number;
  name: string;
  status: CheckStatus;
  conclusion: CheckConclusion | null;
  startedAt: string;
  completedAt: string | null;
}

export interface RepositoryRecord {
  id: number;
  name: string;
  owner: Account;
  private: boolean;
  description: string | null;
  defaultBranch: string;
  archived: boolean;
  language: string | null;
  createdAt: string;
  updatedAt: string;
  pushedAt: string;
  /** Account id -> permission granted to that person directly. */
  collaborators: Map<number, Permission>;
  labels: Map<string, LabelRecord>;
  issues: Map<number, IssueRecord>;
  branches: Map<string, string>;
  /** Name -> commit. */
  tags: Map<string, string>;
  commits: Map<string, CommitRecord>;
  suites: CheckSuiteRecord[];
}

export interface AppRecord {
  id: number;
  slug: string;
  name: string;
  description: string | null;
  owner: Account;
  /** `slug[bot]`, the sender of what the App does by itself. */
  bot: Account;
  clientId: string;
  clientSecret: string;
  privateKey: string;
  webhookSecret: string | null;
  webhookUrl: string | null;
  hookId: number;
  homepageUrl: string;
  setupUrl: string | null;
  callbackUrls: string[];
  permissions: Record<string, AppAccess>;
  events: string[];
  expireUserTokens: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface InstallationRecord {
  id: number;
  app: AppRecord;
  account: Account;
  selection: "all" | "selected";
  /** Ids of the chosen repositories; not used when the selection is "all". */
  chosen: Set<number>;
  /** What the account's owner agreed to: it can lag behind what the App asks for. */
  granted: Record<string, AppAccess>;
  suspendedAt: string | null;
  suspendedBy: Account | undefined;
  createdAt: string;
  updatedAt: string;
}

export interface SshKeyRecord {
  id: number;
  owner: Account;
  title: string;
  /** `type base64`, without a comment. */
  key: string;
  createdAt: string;
}

/** The whole state of one lab. Everything in it is in memory and dies with the lab. */
export interface World {
  now: () => Date;
  webUrl: string;
  apiUrl: string;
  nextId: () => number;
  accounts: Map<number, Account>;
  accountsByLogin: Map<string, Account>;
  repositories: Map<number, RepositoryRecord>;
  repositoriesByName: Map<string, RepositoryRecord>;
  /** Former full names (lower case) -> repository id; followed by 301. */
  formerNames: Map<string, number>;
  apps: AppRecord[];
  installations: Map<number, InstallationRecord>;
  /** SSH keys by their id. A key is in here once, whoever added it. */
  sshKeys: Map<number, SshKeyRecord>;
  tokens: TokenBook;
  codes: CodeBook;
  deliveries: DeliveryLog;
  faults: Faults;
  /** The repositories as git reads them. */
  git: GitFolder;
  hourlyRateLimit: number;
}
