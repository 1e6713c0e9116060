import type { Page } from "./paging.ts";
import type { Transition } from "./transition.ts";

/** `pre_…` is wanted: the directory job must act. The state without it says that it was done. */
export type RegistrationState =
  "created" | "invited" | "activated" | "pre_posix" | "posix" | "pre_key" | "valid" | "expired" | "withdrawn";

/** A person's account: the password for the web and the POSIX account in the directory. One for a user. */
export interface RegistrationRecord {
  readonly id: string;
  readonly userId: string;
  readonly tenantId: string;
  /** Lower case. */
  readonly emailAddress: string;
  readonly state: RegistrationState;
  readonly hasPassword: boolean;
  /** Present once asked for; the name and numbers stay this person's for ever. */
  readonly posix?: PosixAccount;
  /** `''` until the directory has the entry. */
  readonly ldapDn: string;
  /** What the directory last said, `''` when all is well. */
  readonly ldapError: string;
}

export interface PosixAccount {
  readonly posixUid: string;
  readonly uidNumber: number;
  readonly gidNumber: number;
  readonly homeDirectory: string;
  readonly loginShell: string;
}

/** `taken`: somebody else has that address or name. `refused`: not in a state that allows it. */
export type RegistrationChange =
  | { readonly outcome: "done"; readonly transition: Transition<RegistrationState> }
  | { readonly outcome: "taken" | "refused" };

export interface RegistrationReader {
  find(id: string): Promise<RegistrationRecord | undefined>;
  findByUser(userId: string): Promise<RegistrationRecord | undefined>;
  /**
   * Those that were activated with this address and have not ended: what a login by email and password tries. One a
   * tenant, at most ten.
   */
  listActivatedByEmail(emailAddress: string): Promise<readonly RegistrationRecord[]>;
  findByPosixUid(posixUid: string): Promise<RegistrationRecord | undefined>;
  /** Those in a state that waits for somebody to act (`pre_posix`, `pre_key`, …). */
  listWaiting(state: RegistrationState, page: Page): Promise<readonly RegistrationRecord[]>;
  /** The bcrypt hash; only what checks a password calls this. */
  findPasswordHash(id: string): Promise<string | undefined>;
}

export interface RegistrationRepository extends RegistrationReader {
  /** In state created; undefined when the user has one already. */
  create(
    registration: Pick<RegistrationRecord, "userId" | "tenantId" | "emailAddress">,
  ): Promise<RegistrationRecord | undefined>;
  /** created, invited, expired, withdrawn -> invited: the activation link went out. Who comes back keeps name and numbers. */
  invite(id: string): Promise<Transition<RegistrationState> | undefined>;
  /** created, invited -> activated with the password. `taken` when the tenant has an active account of that address. */
  activate(id: string, bcryptHash: string): Promise<RegistrationChange>;
  /**
   * created, invited, expired -> activated without a password: Teams says who it is. `taken` when the address is verified
   * and the tenant has an active account of it; one that isn't keeps nobody else from it.
   */
  activateByTeams(
    id: string,
    email: { readonly address: string; readonly isVerified: boolean },
  ): Promise<RegistrationChange>;
  /** A new password for an account that is activated and has not ended. */
  setPassword(id: string, bcryptHash: string): Promise<boolean>;
  /**
   * activated -> pre_posix. `taken` when anybody else, ever, had the name or number (take numbers from `posixNumbers`);
   * `refused` also for who has others already.
   */
  requestPosix(id: string, account: PosixAccount): Promise<RegistrationChange>;
  /** Another number while the account is wanted: the directory has the first one. False when it has another by now. */
  renumberPosix(id: string, from: number, to: number): Promise<boolean>;
  /**
   * pre_posix -> activated: the name is somebody else's in the directory. Whoever never had an entry there can ask for
   * another name; numbers are not given again.
   */
  refusePosix(id: string, ldapError: string): Promise<Transition<RegistrationState> | undefined>;
  /** pre_posix -> posix: the directory has the entry. */
  markPosix(id: string, ldapDn: string): Promise<Transition<RegistrationState> | undefined>;
  /** posix, valid -> pre_key: keys were added or removed. */
  requestKeys(id: string): Promise<Transition<RegistrationState> | undefined>;
  /** pre_key -> valid: the directory has the keys. */
  markValid(id: string): Promise<Transition<RegistrationState> | undefined>;
  /** created, invited -> expired. */
  expire(id: string): Promise<Transition<RegistrationState> | undefined>;
  /** Any but withdrawn -> withdrawn; the password is deleted and the address is free again. */
  withdraw(id: string): Promise<Transition<RegistrationState> | undefined>;
  /** What the directory answered last, `''` when all is well. */
  recordLdapError(id: string, ldapError: string): Promise<void>;
  /** The directory has no entry any more. */
  forgetLdapEntry(id: string): Promise<void>;
}

export interface PosixNumberRepository {
  /**
   * The next number of a sequence (`uid`), within the range, never given twice; undefined when the range is used up.
   * It is the caller's once the transaction is committed.
   */
  take(
    sequence: string,
    range: { readonly first: number; readonly last: number },
  ): Promise<number | undefined>;
}

/** activate: the link in the invitation. link: the code that joins an account to a Teams user. reset: a new password. */
export type AccountTokenKind = "activate" | "link" | "reset";

/** A one-time link or code, by its hash. */
export interface AccountTokenRecord {
  readonly id: string;
  readonly userId: string;
  readonly kind: AccountTokenKind;
  readonly tries: number;
  readonly expiresAt: Date;
}

export interface AccountTokenRepository {
  /** The user's earlier ones of the kind end with it. */
  create(
    token: Pick<AccountTokenRecord, "userId" | "kind" | "expiresAt"> & { readonly tokenHash: string },
  ): Promise<AccountTokenRecord>;
  /** The live one: neither used nor expired. */
  findLive(kind: AccountTokenKind, tokenHash: string): Promise<AccountTokenRecord | undefined>;
  /** The user's live one of a kind, for counting tries. */
  findLiveByUser(kind: AccountTokenKind, userId: string): Promise<AccountTokenRecord | undefined>;
  /** Counts a wrong guess; answers the tries so far. At `maxTries` the token has ended. */
  countTry(id: string, maxTries: number): Promise<number>;
  /** True once, and only before it expires. */
  use(id: string): Promise<boolean>;
  /** Removes at most `limit` that expired before; answers how many. */
  prune(before: Date, limit: number): Promise<number>;
}

export interface SshPublicKeyRecord {
  readonly id: string;
  readonly userId: string;
  readonly type: string;
  /** One line, as OpenSSH writes it. */
  readonly publicKey: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
  readonly comment: string;
  readonly createdAt: Date;
}

export interface SshPublicKeyReader {
  /** The user's keys, the oldest first (at most 500). */
  list(userId: string): Promise<readonly SshPublicKeyRecord[]>;
  findByFingerprint(userId: string, fingerprint: string): Promise<SshPublicKeyRecord | undefined>;
}

export interface SshPublicKeyRepository extends SshPublicKeyReader {
  /** Undefined when the user has it already. */
  add(key: Omit<SshPublicKeyRecord, "id" | "createdAt">): Promise<SshPublicKeyRecord | undefined>;
  /** False when it isn't that user's, or was removed before. */
  remove(id: string, userId: string): Promise<boolean>;
}
