import type { Readable } from "node:stream";

/** A project, as far as its files go. */
export interface SourceProject {
  readonly id: string;
  readonly teamId: string;
  readonly vcs: "git" | "github";
  /** `https://github.com/octo/hello` */
  readonly repositoryUrl: string;
  /** `''` for the repository's default branch. */
  readonly defaultRef: string;
}

export interface ResolvedRef {
  /** The whole id of the commit. */
  readonly sha: string;
  /** What was resolved, as people call it: `main`, `v1.2`, or the beginning of the id itself. */
  readonly ref: string;
  readonly kind: "branch" | "tag" | "commit";
}

export interface SourceCommit {
  readonly sha: string;
  /** The first line of its message; unescaped. */
  readonly subject: string;
  /** Unescaped. */
  readonly author: string;
  readonly at: Date;
}

/** What lies between two commits. */
export interface SourceRange {
  /** The newest first, at most as many as were asked for (and a hundred); those that are taken back where it goes back. */
  readonly commits: readonly SourceCommit[];
  readonly count: number;
  /** ahead: it goes forward; behind: back; diverged: neither holds the other; unknown: the older one is nowhere any more. */
  readonly relation: "same" | "ahead" | "behind" | "diverged" | "unknown";
  /** `''` where the host has no such page. */
  readonly compareUrl: string;
}

/** `none`: nothing is reported for the commit. */
export type ChecksState = "passed" | "failed" | "pending" | "none";

export interface SourceChecks {
  /** Of all that was reported; where some are asked for by name, of those alone. */
  readonly state: ChecksState;
  /** All that were asked for by name, then others that didn't pass; unescaped. */
  readonly checks: readonly { readonly name: string; readonly state: Exclude<ChecksState, "none"> }[];
}

/** How far a deployment is, in GitHub's words. */
export type DeploymentStatusName = "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";

/**
 * Where what is deployed comes from, read in the team's name. All may be repeated. Throws the git and GitHub faults:
 * GIT_REPOSITORY_UNREACHABLE, GIT_HOST_UNREACHABLE, GIT_READ_FAILED, GITHUB_UNREACHABLE …
 */
export interface Source {
  /**
   * What a name (`''`: the project's own, or the default branch) means now, asked of the repository itself. Throws
   * GIT_REF_UNKNOWN, GIT_REF_MALFORMED, GIT_REPOSITORY_EMPTY.
   */
  resolve(project: SourceProject, ref: string, signal: AbortSignal): Promise<ResolvedRef>;
  /** `from` `''`: nothing was deployed before. */
  compare(
    project: SourceProject,
    range: { readonly from: string; readonly to: string; readonly most: number },
    signal: AbortSignal,
  ): Promise<SourceRange>;
  /**
   * The commit's files as a tar stream, from the mirror; the mirror is held until the work is done. Throws
   * GIT_SUBMODULES_UNSUPPORTED, GIT_LFS_UNSUPPORTED before anything is read.
   */
  withArchive<T>(
    project: SourceProject,
    sha: string,
    work: (archive: Readable) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /**
   * One that is asked for and that nobody has reported is pending. Undefined where nobody reports checks: outside GitHub,
   * where the App isn't installed, or may not read them; if some are asked for, that throws GITHUB_PERMISSION_MISSING.
   */
  findChecks(
    project: SourceProject,
    sha: string,
    required: readonly string[],
    signal: AbortSignal,
  ): Promise<SourceChecks | undefined>;
  /**
   * GitHub's deployment of that key, made once: it is looked up before it is made, also when this is done again after
   * GITHUB_UNREACHABLE. Undefined where there is no GitHub, or the App isn't installed. Throws GITHUB_PERMISSION_MISSING.
   */
  createDeployment(
    project: SourceProject,
    deployment: {
      /** A UUID; stands in the deployment's payload, by which it is found again. */
      readonly key: string;
      readonly sha: string;
      readonly ref: string;
      readonly environment: string;
      readonly description: string;
    },
    signal: AbortSignal,
  ): Promise<string | undefined>;
  setDeploymentStatus(
    project: SourceProject,
    deploymentId: string,
    status: {
      readonly state: DeploymentStatusName;
      readonly description: string;
      /** `''` for none. */
      readonly logUrl: string;
    },
    signal: AbortSignal,
  ): Promise<void>;
}
