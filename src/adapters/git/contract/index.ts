export type * from "./reads.ts";

/** A repository by its address: checked, so that no part of it can be taken for an option or lead out of a folder. */
export interface GitRepository {
  /** What git is told. Never with a password. */
  readonly url: string;
  /** The same for everybody who means the repository, whether over HTTPS or SSH: `https://github.com/octo/hello`. */
  readonly id: string;
  readonly scheme: "https" | "http" | "ssh";
  /** Lower case, without port. */
  readonly host: string;
  /** Undefined for the scheme's own. */
  readonly port?: number;
  /** Groups of a GitLab stand here with slashes between them. */
  readonly owner: string;
  readonly name: string;
  /** Below the root for clones: `github.com/octo/hello.git`. */
  readonly path: string;
}

/** With what git proves who it is. A token goes to the repository's own host alone; a key is on disk only while git runs. */
export type GitCredential =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly username: string; readonly token: string }
  | { readonly kind: "key"; readonly privateKey: string };

/** What git says of its work: `Receiving objects: 42%`. */
export interface GitProgress {
  readonly phase: string;
  readonly percent: number;
  /** What has come so far; absent in phases that receive nothing. */
  readonly bytes?: number;
}

export interface GitTransfer {
  readonly credential: GitCredential;
  /** More than this ends it with GIT_REPOSITORY_TOO_LARGE. */
  readonly mostBytes: number;
  readonly onProgress: (progress: GitProgress) => void;
  /** Kills git with all that it started. */
  readonly signal: AbortSignal;
}

/**
 * The `git` program, and the folder in which one host keeps its mirrors. All safe to repeat. Throws GIT_NOT_INSTALLED,
 * GIT_REPOSITORY_UNREACHABLE, GIT_HOST_UNREACHABLE, GIT_HOST_PRIVATE, GIT_HOST_KEY_CHANGED, GIT_TIMED_OUT, GIT_DISK_FULL,
 * GIT_FAILED.
 */
export interface Git {
  /** Throws GIT_URL_MALFORMED. */
  parseUrl(text: string): GitRepository;
  /** Has this worker ever had a mirror? */
  isUsed(): Promise<boolean>;
  /** Names the folder of mirrors, which processes of one host may share; made with it. */
  getWorkerId(): Promise<string>;
  /** Asks the host whether this credential may read the repository; answers its default branch, if it has one. */
  findHead(
    repository: GitRepository,
    access: Pick<GitTransfer, "credential" | "signal">,
  ): Promise<string | undefined>;
  /** Asks the host whether the repository has a branch or tag of that name. Throws GIT_REF_MALFORMED. */
  hasRemoteRef(
    repository: GitRepository,
    access: Pick<GitTransfer, "credential" | "signal">,
    name: string,
  ): Promise<boolean>;
  hasMirror(repository: GitRepository): Promise<boolean>;
  hasCommit(repository: GitRepository, sha: string): Promise<boolean>;
  /** Makes the mirror elsewhere and moves it into its place when it is whole, replacing what is there. */
  clone(repository: GitRepository, transfer: GitTransfer, head: string | undefined): Promise<void>;
  /** Brings branches and tags up to date, and drops those that are gone. */
  fetch(repository: GitRepository, transfer: GitTransfer, head: string | undefined): Promise<void>;
  /** The mirror's folder. Throws GIT_URL_MALFORMED where it would lead out of the root. */
  pathOf(repository: GitRepository): Promise<string>;
  countBytes(repository: GitRepository): Promise<number>;
  remove(repository: GitRepository): Promise<void>;
  /** Removes what processes that died have left lying about. */
  removeLeftovers(): Promise<void>;
}
