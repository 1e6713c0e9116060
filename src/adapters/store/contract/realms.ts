import type { JsonObject } from "../../../core/json.ts";
import type { Page } from "./paging.ts";
import type { Transition } from "./transition.ts";

export type RealmStatus = "starting" | "online" | "offline" | "failed";

/** Something that runs on a server and people reach: a service, a game world. */
export interface RealmRecord {
  readonly id: string;
  readonly teamId: string;
  readonly serverId: string;
  /** The deployment that told of it last; `''` for one that was added by hand. */
  readonly deploymentId: string;
  /** Unique (in any case) among the server's. */
  readonly name: string;
  /** `''` where nothing can be asked how it is. */
  readonly url: string;
  readonly status: RealmStatus;
  /** Since when. Said anew it is starting anew. */
  readonly statusSince: Date;
  /** What its script or whoever added it says of it: texts by name. */
  readonly meta: JsonObject;
  /** How often in a row it didn't answer. */
  readonly failures: number;
  /** A sentence; `''` while there is none. */
  readonly lastError: string;
  readonly checkedAt?: Date;
  /** When it is to be asked next; absent where nothing can be asked. */
  readonly nextCheckAt?: Date;
  /** The deployment that came after the one that told of it, and didn't; `''` while there is none. */
  readonly leftOutBy: string;
  /** Grows with each change and each check: what was found out about an older one changes nothing. */
  readonly version: number;
  readonly createdAt: Date;
}

/** A realm as it was when it was asked. */
export type AskedRealm = Pick<RealmRecord, "id" | "version">;

export interface RealmReader {
  find(id: string): Promise<RealmRecord | undefined>;
  /** The team's of that name (in any case), at most one a server, in the order of ids. */
  listByName(teamId: string, name: string): Promise<readonly RealmRecord[]>;
  /** In the order of ids. */
  listByTeam(teamId: string, page: Page): Promise<readonly RealmRecord[]>;
  /** In the order of ids. */
  listByServer(serverId: string, page: Page): Promise<readonly RealmRecord[]>;
  /** Whose next check is due, the longest waiting first. */
  listDueForCheck(now: Date, limit: number): Promise<readonly RealmRecord[]>;
}

export interface RealmRepository extends RealmReader {
  /**
   * Makes it, or changes the server's one of that name; `before` is what there was. A changed one is starting again; one
   * of which nothing new is said stays as it is, so that it may be said twice.
   */
  save(
    realm: Pick<RealmRecord, "teamId" | "serverId" | "deploymentId" | "name" | "url" | "meta"> & {
      readonly nextCheckAt?: Date;
    },
  ): Promise<{ readonly before?: RealmRecord; readonly after: RealmRecord }>;
  /**
   * What a check found out; a transition only where the status is another one afterwards. Undefined too when it went, or
   * was changed or checked by somebody else since it was asked.
   */
  recordCheck(
    asked: AskedRealm,
    found: Pick<RealmRecord, "status" | "failures" | "lastError"> & { readonly nextCheckAt: Date },
  ): Promise<Transition<RealmStatus> | undefined>;
  /** It could not be asked now; perhaps with another time since when it is as it is. False when it was changed or checked since. */
  postponeCheck(asked: AskedRealm, nextCheckAt: Date, statusSince?: Date): Promise<boolean>;
  /** A later deployment told nothing of it. False when an earlier one did so, or it went. */
  leaveOut(id: string, deploymentId: string): Promise<boolean>;
  /** False when it was gone. */
  remove(id: string): Promise<boolean>;
  /** All of a server that is gone; answers them. */
  removeByServer(serverId: string): Promise<readonly RealmRecord[]>;
}
