import type { Page } from "./paging.ts";
import type { Transition } from "./transition.ts";

export type KeyPairState = "active" | "rotating" | "revoked";

export interface KeyPairOwner {
  readonly ownerType: "user" | "team";
  readonly ownerId: string;
}

/** A key pair that Ployst keeps for a person or a team. The private key is opened only by `findPrivateKey`. */
export interface KeyPairRecord extends KeyPairOwner {
  readonly id: string;
  /** Unique (in any case) among the owner's active ones. */
  readonly name: string;
  readonly algorithm: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly state: KeyPairState;
  /** The pair that this one took over from, or `''`. */
  readonly replacesId: string;
  readonly createdAt: Date;
}

export interface KeyMaterial extends Pick<KeyPairRecord, "algorithm" | "publicKey" | "fingerprint"> {
  readonly privateKey: string;
}

export interface KeyPairReader {
  find(id: string): Promise<KeyPairRecord | undefined>;
  findByName(owner: KeyPairOwner, name: string): Promise<KeyPairRecord | undefined>;
  /** Active and rotating ones. */
  listByOwner(owner: KeyPairOwner, page: Page): Promise<readonly KeyPairRecord[]>;
  /** The opened private key, for the moment of its use; undefined once revoked. */
  findPrivateKey(id: string): Promise<string | undefined>;
}

export interface KeyPairRepository extends KeyPairReader {
  /** Undefined when the owner has an active one of that name. */
  create(pair: KeyPairOwner & KeyMaterial & Pick<KeyPairRecord, "name">): Promise<KeyPairRecord | undefined>;
  /**
   * active -> rotating, and a new active pair takes its name. The old one stays usable until it is revoked. Undefined
   * when the old one isn't active.
   */
  rotate(id: string, material: KeyMaterial): Promise<KeyPairRecord | undefined>;
  /**
   * active -> rotating, without one that takes over: it is to be revoked, and servers still let it in. Its name is free
   * again. Undefined when it isn't active.
   */
  retire(id: string): Promise<Transition<KeyPairState> | undefined>;
  /** active, rotating -> revoked; the private key is deleted. */
  revoke(id: string): Promise<Transition<KeyPairState> | undefined>;
}

export type ProviderTokenState = "issued" | "refreshed" | "expired";

/** What a cloud gave a member for a login: kept with the membership, so that the person need not log in each time. */
export interface ProviderTokenRecord {
  readonly id: string;
  readonly teamMemberId: string;
  readonly cloudId: string;
  /** The header or field that the token belongs into. */
  readonly key: string;
  readonly state: ProviderTokenState;
  readonly expiresAt: Date;
}

export interface ProviderTokenReader {
  find(teamMemberId: string, cloudId: string, key: string): Promise<ProviderTokenRecord | undefined>;
  /** The opened value, only while it is neither expired nor past its time. */
  findValue(id: string): Promise<string | undefined>;
  /** Those of a membership that haven't expired. */
  listLiving(teamMemberId: string, limit: number): Promise<readonly ProviderTokenRecord[]>;
  /** Not yet expired ones whose time is over, the oldest first. */
  listDueForExpiry(now: Date, limit: number): Promise<readonly ProviderTokenRecord[]>;
}

export interface ProviderTokenRepository extends ProviderTokenReader {
  /** Issued the first time and after an expiry, refreshed when there was a living one; the record's state tells which. */
  save(
    token: Omit<ProviderTokenRecord, "id" | "state"> & { readonly value: string },
  ): Promise<ProviderTokenRecord>;
  /** issued, refreshed -> expired; the value is deleted. */
  expire(id: string): Promise<Transition<ProviderTokenState> | undefined>;
  /** Expires all tokens of a membership that ended; answers how many. */
  expireByMember(teamMemberId: string): Promise<number>;
}

/** An API token or a web session, by the hash of its secret. */
export interface AccessRecord {
  readonly id: string;
  readonly userId: string;
  /** What the person called it, or the browser. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
}

export interface AccessReader {
  /** Neither revoked nor expired. Whether its user is still active is for the caller to see. */
  findLive(tokenHash: string): Promise<AccessRecord | undefined>;
  /** The user's live ones, the oldest first (at most 500). */
  listLive(userId: string): Promise<readonly AccessRecord[]>;
}

/** Both api_tokens and web_sessions. */
export interface AccessRepository extends AccessReader {
  create(
    access: Pick<AccessRecord, "userId" | "name" | "scopes" | "expiresAt"> & { readonly tokenHash: string },
  ): Promise<AccessRecord>;
  /** It was used now; `expiresAt` if its time grows with use. */
  touch(id: string, expiresAt?: Date): Promise<void>;
  /** False when it isn't that user's, or has ended. */
  revoke(id: string, userId: string): Promise<boolean>;
  /** Ends all of the user's, but `exceptId`; answers how many. */
  revokeAll(userId: string, exceptId?: string): Promise<number>;
  /** Removes at most `limit` that expired before; answers how many. */
  prune(before: Date, limit: number): Promise<number>;
}
