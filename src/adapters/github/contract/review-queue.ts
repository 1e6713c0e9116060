/** Which open pull requests are asked for; what is left out narrows nothing. */
export interface ReviewSearch {
  readonly scope:
    | { readonly kind: "repository"; readonly fullName: string }
    | { readonly kind: "owner"; readonly login: string };
  /** One of these labels is enough. */
  readonly labels: readonly string[];
  readonly notLabels: readonly string[];
  /** A login, or `org/team`, whose review is asked for; `''` for anybody. */
  readonly reviewer: string;
  readonly drafts: boolean;
  readonly approved: boolean;
  /** Those of which changes were requested. */
  readonly changes: boolean;
  readonly createdBefore?: Date;
  readonly updatedBefore?: Date;
}

export type ChecksState = "passing" | "failing" | "running" | "none";

export interface OpenPull {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly htmlUrl: string;
  readonly authorLogin: string;
  readonly createdAt: Date;
  readonly isDraft: boolean;
  readonly review: "approved" | "changes-requested" | "required" | "none";
  readonly checks: ChecksState;
  /** Logins, and teams as `org/team`, whose review is asked for. */
  readonly reviewers: readonly string[];
}

export interface ReviewPage {
  /** The oldest ones, at most 50. */
  readonly pulls: readonly OpenPull[];
  /** How many there are in all. */
  readonly total: number;
  /** The same search as a page of GitHub's. */
  readonly htmlUrl: string;
}

/** Pull requests as one who may read them lists them. */
export interface GitHubReviewQueue {
  /** Safe: one query, whatever the number of repositories. */
  listOpen(search: ReviewSearch): Promise<ReviewPage>;
}
