import type { ChecksState } from "./review-queue.ts";

/** Where branches and pull requests are looked for. */
export type NamedWorkScope =
  | { readonly kind: "repository"; readonly owner: string; readonly name: string }
  /** All that the asker sees of an owner's: pull requests alone, for nobody can list the branches of all repositories. */
  | { readonly kind: "owner"; readonly login: string };

/** A build or check of a commit that went wrong. */
export interface FailedCheck {
  readonly name: string;
  /** Where it tells what happened; absent where it doesn't. */
  readonly htmlUrl?: string;
}

/** How the builds and checks of a commit stand together. */
export interface CommitChecks {
  readonly state: ChecksState;
  /** A few of those that failed. */
  readonly failed: readonly FailedCheck[];
}

export interface NamedBranch {
  readonly repository: string;
  readonly name: string;
  readonly htmlUrl: string;
  readonly checks: CommitChecks;
}

export interface NamedPull {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly htmlUrl: string;
  readonly branch: string;
  readonly authorLogin: string;
  readonly state: "draft" | "open" | "closed" | "merged";
  readonly checks: CommitChecks;
}

export interface NamedWork {
  readonly branches: readonly NamedBranch[];
  readonly pulls: readonly NamedPull[];
  /** False where there are more than were read. */
  readonly isComplete: boolean;
}

/** Branches and pull requests by what they are called, as one who may read them sees them. */
export interface GitHubNamedWork {
  /**
   * Branches whose names hold the text, with their pull requests, and pull requests whose titles hold it. Names are
   * compared loosely: the caller picks what really names what they mean. Safe, one query; undefined for a repository that
   * isn't there for them.
   */
  find(scope: NamedWorkScope, text: string): Promise<NamedWork | undefined>;
}
