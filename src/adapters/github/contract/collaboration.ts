// What a person does on GitHub from chat. Reads throw faults as everywhere; writes answer with an outcome, because
// what a refusal means, and what is done when nobody knows, is for the caller to say.

/** A repository as the paths of GitHub's API name it. */
export interface RepositoryPath {
  readonly owner: string;
  readonly name: string;
}

/** An issue, or a pull request seen as one. */
export interface GitHubIssue {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed";
  readonly isPull: boolean;
  readonly isLocked: boolean;
  readonly authorId: string;
  readonly htmlUrl: string;
}

export interface GitHubPull {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed";
  readonly isMerged: boolean;
  readonly isDraft: boolean;
  /** Undefined while GitHub still computes it. */
  readonly isMergeable: boolean | undefined;
  readonly headSha: string;
  readonly headName: string;
  readonly baseName: string;
  readonly authorId: string;
  readonly htmlUrl: string;
}

/** One run of a GitHub Actions workflow. */
export interface GitHubRun {
  readonly id: string;
  readonly name: string;
  /** `completed`, or one of the words for what is still to come. */
  readonly status: string;
  /** 1 for the first run, one more for each re-run. */
  readonly attempt: number;
  readonly htmlUrl: string;
}

/** A workflow's file of a repository. */
export interface GitHubWorkflow {
  readonly id: string;
  /** As it calls itself; not unique. */
  readonly name: string;
  /** `deploy.yml`; of what GitHub runs by itself, the last part of its path. */
  readonly file: string;
}

/** An environment whose rules hold a run up. */
export interface GitHubWaitingEnvironment {
  readonly id: string;
  readonly name: string;
  /** May the person who asks decide about it? */
  readonly mayReview: boolean;
  /** Logins of people and names of teams. */
  readonly reviewers: readonly string[];
}

export type EnvironmentVerdict = "approved" | "rejected";

/** What somebody decided about environments of a run. */
export interface GitHubEnvironmentReview {
  readonly verdict: EnvironmentVerdict;
  readonly environmentIds: readonly string[];
  readonly environmentNames: readonly string[];
  readonly authorId: string;
  readonly authorLogin: string;
  readonly comment: string;
}

/** What a repository does not allow, whoever asks. */
export interface GitHubRepositoryLimits {
  readonly isArchived: boolean;
  readonly hasIssues: boolean;
  /** The ways to merge that are on, the plainest first; GitHub tells only who may merge, to others all seem on. */
  readonly mergeMethods: readonly MergeMethod[];
}

/** Something that arrived: its page, and its number where it has one. */
export interface GitHubArrival {
  readonly htmlUrl: string;
  readonly number?: number;
}

/**
 * Why GitHub did nothing, by status: `missing` 404, `forbidden` 403, `not-allowed` 405, `conflict` 409, `gone` 410,
 * `invalid` 422 and whatever else is the request's fault.
 */
export type GitHubRefusal = "missing" | "forbidden" | "not-allowed" | "conflict" | "gone" | "invalid";

/** `unknown`: the request may have been carried out (timeout, reset, 5xx, an unreadable answer); look before repeating. */
export type GitHubOutcome<T> =
  | { readonly kind: "done"; readonly value: T }
  /** `detail`: GitHub's own words for a 422, to be shown and never to be decided by; `''` where there are none. */
  | { readonly kind: "refused"; readonly refusal: GitHubRefusal; readonly detail: string }
  | { readonly kind: "unknown" };

export type ReviewVerdict = "approve" | "request-changes";
export type MergeMethod = "merge" | "squash" | "rebase";

/** Finds what a person did at or after a time, for calls whose answer nobody saw. */
export interface DoneSince {
  readonly authorId: string;
  readonly authorLogin: string;
  readonly since: Date;
}

/**
 * Calls as a person. Safe: every `find`. Keyed (the same request again changes nothing more): `setIssueState`,
 * `addLabels`, `removeLabel`, `addAssignees`, `removeAssignees`, `cancelRun`. Once: everything else; nothing is ever re-sent here.
 * Writes throw GITHUB_TOKEN_INVALID, GITHUB_SSO_REQUIRED and GITHUB_RATE_LIMITED: then nothing was done.
 */
export interface GitHubCollaboration {
  findIssue(repository: RepositoryPath, number: number): Promise<GitHubIssue | undefined>;
  findPull(repository: RepositoryPath, number: number): Promise<GitHubPull | undefined>;
  findRun(repository: RepositoryPath, runId: string): Promise<GitHubRun | undefined>;
  findLimits(repository: RepositoryPath): Promise<GitHubRepositoryLimits | undefined>;
  /** Every workflow, paged inside. */
  findWorkflows(repository: RepositoryPath): Promise<readonly GitHubWorkflow[] | undefined>;
  findWaitingEnvironments(
    repository: RepositoryPath,
    runId: string,
  ): Promise<readonly GitHubWaitingEnvironment[] | undefined>;
  /** The latest first. */
  findEnvironmentReviews(
    repository: RepositoryPath,
    runId: string,
  ): Promise<readonly GitHubEnvironmentReview[] | undefined>;
  findComment(
    repository: RepositoryPath,
    number: number,
    body: string,
    by: DoneSince,
  ): Promise<GitHubArrival | undefined>;
  findOpenedIssue(
    repository: RepositoryPath,
    title: string,
    by: DoneSince,
  ): Promise<GitHubArrival | undefined>;
  findReview(
    repository: RepositoryPath,
    number: number,
    verdict: ReviewVerdict,
    by: DoneSince,
  ): Promise<GitHubArrival | undefined>;
  findDispatched(
    repository: RepositoryPath,
    workflow: string,
    by: DoneSince,
  ): Promise<GitHubArrival | undefined>;

  openIssue(
    repository: RepositoryPath,
    issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] },
  ): Promise<GitHubOutcome<GitHubArrival>>;
  comment(repository: RepositoryPath, number: number, body: string): Promise<GitHubOutcome<GitHubArrival>>;
  /** Of exactly this commit: a head that moved in between is not reviewed unseen. */
  review(
    repository: RepositoryPath,
    number: number,
    review: { readonly verdict: ReviewVerdict; readonly body: string; readonly headSha: string },
  ): Promise<GitHubOutcome<GitHubArrival>>;
  /** `conflict` when the head is no longer `headSha`. */
  mergePull(
    repository: RepositoryPath,
    number: number,
    merge: { readonly method: MergeMethod; readonly headSha: string },
  ): Promise<GitHubOutcome<true>>;
  setIssueState(
    repository: RepositoryPath,
    number: number,
    state: "open" | "closed",
  ): Promise<GitHubOutcome<true>>;
  addLabels(
    repository: RepositoryPath,
    number: number,
    labels: readonly string[],
  ): Promise<GitHubOutcome<true>>;
  /** A label that isn't on it counts as removed. */
  removeLabel(repository: RepositoryPath, number: number, label: string): Promise<GitHubOutcome<true>>;
  /** The logins that are assigned afterwards: GitHub leaves out in silence whom it can't assign. */
  addAssignees(
    repository: RepositoryPath,
    number: number,
    logins: readonly string[],
  ): Promise<GitHubOutcome<readonly string[]>>;
  removeAssignees(
    repository: RepositoryPath,
    number: number,
    logins: readonly string[],
  ): Promise<GitHubOutcome<true>>;
  rerun(repository: RepositoryPath, runId: string, jobs: "all" | "failed"): Promise<GitHubOutcome<true>>;
  cancelRun(repository: RepositoryPath, runId: string): Promise<GitHubOutcome<true>>;
  reviewEnvironments(
    repository: RepositoryPath,
    runId: string,
    review: {
      readonly environmentIds: readonly string[];
      readonly verdict: EnvironmentVerdict;
      readonly comment: string;
    },
  ): Promise<GitHubOutcome<true>>;
  /** `workflow`: its file's name, or its id. */
  dispatchWorkflow(
    repository: RepositoryPath,
    workflow: string,
    run: { readonly ref: string; readonly inputs: Readonly<Record<string, string>> },
  ): Promise<GitHubOutcome<true>>;
}
