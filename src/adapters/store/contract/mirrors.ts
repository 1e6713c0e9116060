import type { Page } from "./paging.ts";
import type { Transition } from "./transition.ts";

export type MirrorState = "queued" | "cloning" | "ready" | "failed";

/** A copy of a repository on one worker's disk. */
export interface MirrorRecord {
  readonly id: string;
  /** The same for everybody who means the repository. */
  readonly repositoryUrl: string;
  readonly workerId: string;
  /** Below the worker's root for clones. */
  readonly path: string;
  readonly state: MirrorState;
  /** When it was last brought up to date. */
  readonly headAt?: Date;
  readonly bytes: number;
  /** A sentence; `''` while there is none. */
  readonly lastError: string;
  readonly lastUsedAt: Date;
}

export interface MirrorReader {
  find(workerId: string, repositoryUrl: string): Promise<MirrorRecord | undefined>;
  /** In the order of ids. */
  listByWorker(workerId: string, page: Page): Promise<readonly MirrorRecord[]>;
  /** Ready ones, whichever was not used for longest first. */
  listLeastUsed(workerId: string, limit: number): Promise<readonly MirrorRecord[]>;
  /** What all of the worker's take. */
  totalBytes(workerId: string): Promise<number>;
}

export interface MirrorRepository extends MirrorReader {
  /** The worker's row for the repository, queued if it is new; used now. */
  ensure(mirror: Pick<MirrorRecord, "workerId" | "repositoryUrl" | "path">): Promise<MirrorRecord>;
  /** queued, failed, ready (its files are gone) -> cloning. */
  startCloning(id: string): Promise<Transition<MirrorState> | undefined>;
  /** cloning, failed, ready -> ready: it is up to date now. Undefined when it isn't there any more. */
  markReady(id: string, bytes: number): Promise<Transition<MirrorState> | undefined>;
  /** -> failed, with a sentence for people. */
  markFailed(id: string, error: string): Promise<Transition<MirrorState> | undefined>;
  /** It was used now. */
  touch(id: string): Promise<void>;
  /** False when it was gone. */
  remove(id: string): Promise<boolean>;
}

/** The keys by which a host of git repositories is known. */
export interface GitHostKeysRecord {
  /** As known_hosts names it: `git.example.com` or `[git.example.com]:2222`. */
  readonly host: string;
  /** `ssh-ed25519 AAAA…` */
  readonly publicKeys: readonly string[];
  /** When they were first seen. */
  readonly createdAt: Date;
}

export interface GitHostKeysReader {
  find(host: string): Promise<GitHostKeysRecord | undefined>;
}

export interface GitHostKeysRepository extends GitHostKeysReader {
  /** Keeps the keys that a host showed first, for ever; answers what is kept, which may be somebody else's first. */
  pin(host: string, publicKeys: readonly string[]): Promise<GitHostKeysRecord>;
  /** So that the next contact is a first one. False when it was none. */
  forget(host: string): Promise<boolean>;
}
