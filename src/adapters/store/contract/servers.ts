import type { Page } from "./paging.ts";
import type { TeamOutcome } from "./teams.ts";
import type { Transition } from "./transition.ts";

/**
 * `requested`: wanted, nothing was asked of the provider; `provisioning`: the provider may be making it; `online` and
 * `offline`: as it answers; `deploying`: online, and a deployment works on it; `deleting`: wanted gone, at `deleteAfter`;
 * `deleted`: gone at the provider; `failed`: it could not be made.
 */
export type ServerStatus =
  "requested" | "provisioning" | "online" | "offline" | "deploying" | "deleting" | "deleted" | "failed";

export interface ServerRecord {
  readonly id: string;
  readonly teamId: string;
  readonly cloudId: string;
  /** `''` while there is none. */
  readonly environmentId: string;
  /** Unique (in any case) among the team's live ones. */
  readonly name: string;
  readonly os: "linux" | "windows";
  readonly status: ServerStatus;
  readonly image: string;
  readonly size: string;
  readonly region: string;
  /** `''` until it is known. */
  readonly privateAddress: string;
  /** `''` until it is known. */
  readonly publicAddress: string;
  readonly sshUser: string;
  readonly sshPort: number;
  /** The provider's id; `''` until it is known. */
  readonly providerId: string;
  /** Made before the provider is asked, and no other server's, ever: the same server is never made twice. */
  readonly clientToken: string;
  /** `SHA256:…`, pinned; `''` until it was seen. */
  readonly hostKeyFingerprint: string;
  /** users.id of who asked for it. */
  readonly requestedBy: string;
  /** conversations.id of where it was asked for, and its Teams thread: where its card is. `''` for none. */
  readonly conversationId: string;
  readonly threadRootId: string;
  /** A sentence; `''` while there is none. */
  readonly lastError: string;
  /** When it was last looked at. */
  readonly checkedAt?: Date;
  /** While it is to be deleted and that can be taken back: when it will be, and not before. */
  readonly deleteAfter?: Date;
  /** Grows with each change. */
  readonly version: number;
  readonly createdAt: Date;
  /** Present once it is deleted. */
  readonly deletedAt?: Date;
}

export type NewServer = Pick<
  ServerRecord,
  | "teamId"
  | "cloudId"
  | "name"
  | "os"
  | "image"
  | "size"
  | "region"
  | "publicAddress"
  | "sshUser"
  | "sshPort"
  | "clientToken"
  | "requestedBy"
  | "conversationId"
  | "threadRootId"
> &
  Partial<Pick<ServerRecord, "environmentId">>;

/** What may change beside the status. */
export type ServerChange = Partial<
  Pick<
    ServerRecord,
    "privateAddress" | "publicAddress" | "providerId" | "lastError" | "sshUser" | "sshPort" | "region"
  >
> & { readonly checkedAt?: Date };

export interface ServerReader {
  /** Deleted ones too. */
  find(id: string): Promise<ServerRecord | undefined>;
  /** Those of these (at most 500) that there are, in no order. */
  listByIds(ids: readonly string[]): Promise<readonly ServerRecord[]>;
  /** The team's live one of that name (in any case). */
  findByName(teamId: string, name: string): Promise<ServerRecord | undefined>;
  /** Live ones, in the order of ids. */
  listByTeam(teamId: string, page: Page): Promise<readonly ServerRecord[]>;
  /** Live ones, in the order of ids. */
  listByCloud(cloudId: string, page: Page): Promise<readonly ServerRecord[]>;
  /** Live ones. */
  countByCloud(cloudId: string): Promise<number>;
  /** Live ones of several (at most 500) clouds at once; those without any are not in it. */
  countByClouds(cloudIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Online and offline ones that were not looked at since `before`: whichever waits longest first, never seen ones before all. */
  listDueForCheck(before: Date, limit: number): Promise<readonly ServerRecord[]>;
}

export interface ServerRepository extends ServerReader {
  /**
   * Requested, all or none: undefined when the team has a live one of one of these names, or a client token was used
   * before.
   */
  createMany(servers: readonly NewServer[]): Promise<readonly ServerRecord[] | undefined>;
  /**
   * To another status from one of these, with what changes beside it; undefined when it isn't in one of them. Deleting
   * and deleted have methods of their own, which do more.
   */
  move(
    id: string,
    from: readonly Exclude<ServerStatus, "deleted">[],
    to: Exclude<ServerStatus, "deleting" | "deleted">,
    change?: ServerChange,
  ): Promise<Transition<ServerStatus> | undefined>;
  /** To the commit nobody deletes it. False when there is no live one. */
  hold(id: string): Promise<boolean>;
  /** Whatever the status of a live one. False when there is none. */
  change(id: string, change: ServerChange): Promise<boolean>;
  /** Keeps the key that was seen first; answers what is kept, which may be another one. Undefined when there is no live server. */
  pinHostKey(id: string, fingerprint: string): Promise<string | undefined>;
  /** So that the next contact is a first one, if it still is `fingerprint`. False when it isn't. */
  forgetHostKey(id: string, fingerprint: string): Promise<boolean>;
  /** Changes which environment it refers to, if that still is `from`. */
  setEnvironment(id: string, from: string, to: string): Promise<boolean>;
  /** online, offline, failed, requested, provisioning -> deleting, to happen at `deleteAfter`. */
  requestDelete(id: string, deleteAfter: Date): Promise<Transition<ServerStatus> | undefined>;
  /** deleting -> offline, while `deleteAfter` is to come: a check finds out how it is. */
  cancelDelete(id: string): Promise<Transition<ServerStatus> | undefined>;
  /**
   * The deletion begins: from here nobody takes it back, whatever other processes' clocks say. To be called before the
   * provider is; true again for who takes it up after a crash. False before `deleteAfter`, and for what isn't deleting.
   */
  beginDelete(id: string): Promise<boolean>;
  /** deleting -> deleted; its name is free again. */
  markDeleted(id: string): Promise<Transition<ServerStatus> | undefined>;
  /** A live server gets another name; `taken` when the team has one of it. */
  rename(id: string, name: string): Promise<TeamOutcome>;
}

/** `wanted`: to be installed; `attached`: installed; `unwanted`: to be removed. */
export type ServerKeyState = "wanted" | "attached" | "unwanted";

/** A key pair that a server lets in. */
export interface ServerKeyPairRecord {
  readonly id: string;
  readonly serverId: string;
  readonly keyPairId: string;
  readonly state: ServerKeyState;
  /** A sentence; `''` while there is none. */
  readonly lastError: string;
}

export interface ServerKeyPairReader {
  /** In the order of ids. */
  listByServer(serverId: string): Promise<readonly ServerKeyPairRecord[]>;
  /** Those of several (at most 500) servers at once. */
  listByServers(serverIds: readonly string[]): Promise<readonly ServerKeyPairRecord[]>;
  /** In the order of ids; of live servers only. */
  listByKeyPair(keyPairId: string, page: Page): Promise<readonly ServerKeyPairRecord[]>;
  /** Those of several (at most 500) key pairs at once, in the order of ids; of live servers, and of those just deleted. */
  listByKeyPairs(keyPairIds: readonly string[]): Promise<readonly ServerKeyPairRecord[]>;
}

export interface ServerKeyPairRepository extends ServerKeyPairReader {
  /** Those that aren't attached -> wanted. */
  want(serverId: string, keyPairIds: readonly string[]): Promise<void>;
  /** wanted -> attached. False when it is no longer wanted. */
  markAttached(serverId: string, keyPairId: string): Promise<boolean>;
  /** wanted, attached -> unwanted. False when it isn't there, or is unwanted already. */
  unwant(serverId: string, keyPairId: string): Promise<boolean>;
  /** The key is off the server: the row goes, if it was unwanted. */
  remove(serverId: string, keyPairId: string): Promise<boolean>;
  /** All of a server that is gone. */
  removeAll(serverId: string): Promise<void>;
  /** Why it could not be installed or removed. */
  recordError(serverId: string, keyPairId: string, error: string): Promise<void>;
}
