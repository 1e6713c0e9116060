import type { Page } from "./paging.ts";

/** A repository of GitHub's that a person chose to follow. */
export interface TrackedRepositoryRecord {
  readonly id: string;
  readonly userId: string;
  readonly ghRepoId: string;
  readonly owner: string;
  readonly name: string;
  /** `https://github.com/octo/hello`: without credentials, and the same for everybody. */
  readonly url: string;
  readonly createdAt: Date;
}

export type RepositoryPlace = Pick<TrackedRepositoryRecord, "ghRepoId" | "owner" | "name" | "url">;

export interface TrackedRepositoryReader {
  find(userId: string, ghRepoId: string): Promise<TrackedRepositoryRecord | undefined>;
  /** By `owner/name`, in any case. */
  findByName(userId: string, fullName: string): Promise<TrackedRepositoryRecord | undefined>;
  /** In the order of ids. */
  list(userId: string, page: Page): Promise<readonly TrackedRepositoryRecord[]>;
  /** Whoever tracks it, in the order of ids. */
  listByRepository(ghRepoId: string, page: Page): Promise<readonly TrackedRepositoryRecord[]>;
  count(userId: string): Promise<number>;
  /** Which of these addresses somebody tracks. */
  listTrackedUrls(urls: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface TrackedRepositoryRepository extends TrackedRepositoryReader {
  /** Answers those that are new; of the others only names and addresses are brought up to date. */
  track(
    userId: string,
    repositories: readonly RepositoryPlace[],
  ): Promise<readonly TrackedRepositoryRecord[]>;
  /** Answers those that went. */
  untrack(userId: string, ghRepoIds: readonly string[]): Promise<readonly TrackedRepositoryRecord[]>;
  /** The repository has another name or owner now; answers how many rows say so. */
  rename(place: RepositoryPlace): Promise<number>;
}
