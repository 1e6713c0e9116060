import type { Readable } from "node:stream";
import type { GitRepository } from "./index.ts";

/** A name, as the mirror has it. */
export interface GitRef {
  readonly sha: string;
  /** Without its folder: `main`, `v1.2`; of a commit the beginning of its id, or all of it, as it was given. */
  readonly ref: string;
  readonly kind: "branch" | "tag" | "commit";
}

export interface GitCommit {
  readonly sha: string;
  /** The first line of its message, shortened; unescaped. */
  readonly subject: string;
  /** Unescaped. */
  readonly author: string;
  readonly at: Date;
}

/** How the second commit stands to the first. `unknown`: the mirror doesn't have one of them. */
export type GitRelation = "same" | "ahead" | "behind" | "diverged" | "unknown";

/**
 * Reads a mirror, which must be there and is best held meanwhile. All safe; commits are whole ids. Throws
 * GIT_READ_FAILED for a mirror that is broken, GIT_NOT_INSTALLED, and the signal's reason.
 */
export interface GitReads {
  /** Tags are followed to their commit. Throws GIT_REF_MALFORMED, and GIT_REF_UNKNOWN with the name that is nearest. */
  resolveRef(repository: GitRepository, name: string, signal: AbortSignal): Promise<GitRef>;
  relate(repository: GitRepository, from: string, to: string, signal: AbortSignal): Promise<GitRelation>;
  /** What `to` holds and `from` (`''`: nothing) doesn't: the newest of it, at most a hundred, and how much there is. */
  listCommits(
    repository: GitRepository,
    range: { readonly from: string; readonly to: string; readonly most: number },
    signal: AbortSignal,
  ): Promise<{ readonly commits: readonly GitCommit[]; readonly count: number }>;
  /** Throws GIT_SUBMODULES_UNSUPPORTED, GIT_LFS_UNSUPPORTED for what an archive would leave out. */
  requireWhole(repository: GitRepository, sha: string, signal: AbortSignal): Promise<void>;
  /** The commit's files as a tar stream while the work reads it. */
  withArchive<T>(
    repository: GitRepository,
    sha: string,
    work: (archive: Readable) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T>;
}
