import type { Readable } from "node:stream";

export interface ReleasePlace {
  /** `/srv/app`, `~/app` or `app` (below the home folder). Throws SERVER_FOLDER_REFUSED for all else. */
  readonly directory: string;
  /** The whole id of a commit. */
  readonly sha: string;
}

/**
 * `<directory>/releases/<sha>`, and `<directory>/current`, a link to one of them. Directories are made when something is
 * first put into them.
 */
export interface RemoteReleases {
  /**
   * Unpacks a tar stream beside the releases, then moves it to its place; a release that is there stays, and the stream
   * is not read. A stream that fails, and a server that does, leave nothing but a part that `pruneReleases` removes.
   */
  receiveArchive(
    release: ReleasePlace & { readonly archive: Readable; readonly signal?: AbortSignal },
  ): Promise<"received" | "already">;
  /** In one step, so that there is a `current` at every moment. Throws SERVER_RELEASE_MISSING, SERVER_CURRENT_TAKEN. */
  switchCurrent(release: ReleasePlace): Promise<void>;
  /** The commit that `current` leads to; undefined for none. */
  readCurrent(directory: string): Promise<string | undefined>;
  /** Keeps the newest `keep` releases, those of `never`, and the current one; answers the commits whose releases went. */
  pruneReleases(pruning: {
    readonly directory: string;
    readonly keep: number;
    readonly never: readonly string[];
  }): Promise<readonly string[]>;
}
