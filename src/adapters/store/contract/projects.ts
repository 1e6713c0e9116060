import type { JsonObject } from "../../../core/json.ts";
import type { Page } from "./paging.ts";
import type { TeamOutcome } from "./teams.ts";

/** How a server comes to the files: streamed to it, cloned by it, or not at all. */
export type Acquire = "archive" | "clone" | "none";

/** Held by hand, until somebody releases it. */
export interface ProjectLock {
  /** users.id */
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

/** Where something that is deployed comes from, and how. */
export interface ProjectRecord {
  readonly id: string;
  readonly teamId: string;
  /** `''` while there is none. */
  readonly environmentId: string;
  /** Unique (in any case) among the team's live ones. */
  readonly name: string;
  readonly vcs: "git" | "github";
  /** `https://github.com/octo/hello`: without credentials, and the same for everybody. */
  readonly repositoryUrl: string;
  /** `''` outside GitHub. */
  readonly ghRepoId: string;
  /** A branch or tag; `''` for the repository's default branch. */
  readonly defaultRef: string;
  readonly acquire: Acquire;
  /** Where releases are kept on servers. */
  readonly directory: string;
  readonly script: string;
  /** Scripts beside it, by when they run. */
  readonly hooks: Readonly<Record<string, string>>;
  /** Approvals, required checks, timeouts, releases kept: read by who uses them. */
  readonly settings: JsonObject;
  readonly lock?: ProjectLock;
  /** Grows with each change of what is deployed; compare-and-swap on it. */
  readonly version: number;
  readonly createdAt: Date;
  /** Present after a delete; the row stays and can be restored. */
  readonly deletedAt?: Date;
}

export type ProjectChange = Partial<
  Pick<ProjectRecord, "defaultRef" | "acquire" | "directory" | "script" | "hooks" | "settings">
>;

export interface ProjectReader {
  /** Deleted ones too. */
  find(id: string): Promise<ProjectRecord | undefined>;
  /** Those of these (at most 500) that there are, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly ProjectRecord[]>;
  /** The team's live one of that name (in any case). */
  findByName(teamId: string, name: string): Promise<ProjectRecord | undefined>;
  /** The team's deleted ones of that name, the latest first: what may be restored. */
  listDeletedByName(teamId: string, name: string): Promise<readonly ProjectRecord[]>;
  /** Live ones, in the order of ids. */
  listByTeam(teamId: string, page: Page): Promise<readonly ProjectRecord[]>;
  /** The ids of all servers that it is deployed to, in the order of deploying. */
  listServerIds(projectId: string): Promise<readonly string[]>;
  /** The ids of live projects that are deployed to a server. */
  listIdsByServer(serverId: string): Promise<readonly string[]>;
  /** Which of these (at most 500) repositories a live project comes from. */
  listNeededUrls(repositoryUrls: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface ProjectRepository extends ProjectReader {
  /** Undefined when the team has a live one of that name. */
  create(
    project: Omit<ProjectRecord, "id" | "environmentId" | "lock" | "version" | "createdAt" | "deletedAt">,
  ): Promise<ProjectRecord | undefined>;
  /** False when it is no longer at `version`, or no longer lives. */
  update(id: string, version: number, change: ProjectChange): Promise<boolean>;
  /** In the order of deploying, each once; replaces those before. Of two at once the later one's stay. */
  setServers(id: string, serverIds: readonly string[]): Promise<void>;
  /** A server that is gone is deployed to no more; answers the ids of the projects that lost it, deleted ones too. */
  removeServer(serverId: string): Promise<readonly string[]>;
  /** Changes which environment it refers to, if that still is `from`. */
  setEnvironment(id: string, from: string, to: string): Promise<boolean>;
  /** False when it is locked already, or no longer lives. */
  lock(id: string, lock: Omit<ProjectLock, "at">): Promise<boolean>;
  /** Releases the lock that was seen; false when it is another one by now, or none. */
  unlock(id: string, seen: ProjectLock): Promise<boolean>;
  /** Nothing changes, but until the commit nobody deletes or locks it. False when there is no live one. */
  hold(id: string): Promise<boolean>;
  /** Soft: servers and lock stay as they are. False when it was deleted before. */
  delete(id: string): Promise<boolean>;
  /** `taken` when the team has a live one of that name. */
  restore(id: string): Promise<TeamOutcome>;
}
