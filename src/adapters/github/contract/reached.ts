import type { GitHubOutcome } from "./collaboration.ts";

/** A repository that a person and the App both reach. */
export interface ReachedRepository {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly htmlUrl: string;
  readonly isPrivate: boolean;
}

export interface ReachedRepositories {
  /** By name, in any case. */
  readonly repositories: readonly ReachedRepository[];
  /** Installations that let the person see none of theirs now: suspended, or behind a single sign-on. */
  readonly refused: number;
  /** False where there are more than were read. */
  readonly isComplete: boolean;
}

/** What a person and the App reach together, over all installations. Safe, conditional. */
export interface GitHubReached {
  /** Of at most 20 installations up to 500 repositories each. */
  listRepositories(): Promise<ReachedRepositories>;
}

/** A public key that lets its owner's machines in at GitHub. */
export interface GitHubSshKey {
  readonly id: string;
  /** `type base64`, without a comment. */
  readonly publicKey: string;
}

/** A person's SSH keys at GitHub. Needs the App's account permission "Git SSH keys" (write). */
export interface GitHubSshKeys {
  /** Safe. Undefined where GitHub won't say. */
  list(): Promise<readonly GitHubSshKey[] | undefined>;
  /** GitHub takes a key once in all: sent again, it is refused as invalid, never doubled. */
  add(key: { readonly title: string; readonly publicKey: string }): Promise<GitHubOutcome<true>>;
  /** Safe to repeat: a key that is gone is done. */
  remove(id: string): Promise<GitHubOutcome<true>>;
}
