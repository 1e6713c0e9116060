import type { Git, GitCredential, GitProgress } from "../../adapters/git/contract/index.ts";
import type { Store } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Timers } from "../../core/timers.ts";

export interface MirrorDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly git: Git;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Bytes that all mirrors of this worker may take. */
  readonly quotaBytes: number;
  /** Which of these (`https://github.com/octo/hello`) something beside tracked repositories needs. */
  readonly listNeeded: (repositoryIds: readonly string[]) => Promise<ReadonlySet<string>>;
}

export interface MirrorRequest {
  /** As somebody typed it, or as `Git.parseUrl` gave it. */
  readonly url: string;
  /** In whose name: the host is asked whether it lets this credential read, at most ten minutes ago. */
  readonly credential: GitCredential;
  /** A whole commit id that the mirror must have; without it any mirror will do. */
  readonly sha?: string;
  /** `always`: also when nothing is missing, as after a push. */
  readonly fetch?: "missing" | "always";
  /** git's own progress, at most once for each percent of a phase. */
  readonly onProgress?: (progress: GitProgress) => void;
  readonly signal: AbortSignal;
}

export interface Mirror {
  /** A bare repository: to be read, with `--git-dir`, and never written. */
  readonly path: string;
  /** `https://github.com/octo/hello`, the same for everybody who means it. */
  readonly repositoryId: string;
  /** The default branch, as the host said; absent for an empty repository. */
  readonly head?: string;
  /** What it takes on the disk. */
  readonly bytes: number;
}

/** Copies of repositories on this worker's disk: a cache that tracked repositories and projects share. */
export interface Mirrors {
  /**
   * Makes the mirror, or brings it up to date, as far as the request needs, and answers when it is there. It may go when
   * others need its room, soon after it was last used: what reads for long does so inside `use`. Throws what `Git` throws,
   * GIT_COMMIT_MISSING, and the signal's reason.
   */
  ensure(request: MirrorRequest): Promise<Mirror>;
  /** As `ensure`, and keeps the mirror while the work runs. */
  use<T>(request: MirrorRequest, work: (mirror: Mirror) => Promise<T>): Promise<T>;
  /** Is there one on this worker? Then a push is worth following. */
  isKept(url: string): Promise<boolean>;
  /** Removes what nobody needs, what is over the quota, and what dead processes left; returns when it is done. */
  sweep(): Promise<void>;
}
