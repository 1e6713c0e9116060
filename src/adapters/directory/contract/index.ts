/** A person's POSIX account (RFC 2307) with their SSH keys. */
export interface DirectoryPerson {
  readonly uid: string;
  readonly uidNumber: number;
  readonly gidNumber: number;
  readonly commonName: string;
  readonly surname: string;
  readonly mail: string;
  readonly homeDirectory: string;
  readonly loginShell: string;
  /** One line each, without options. */
  readonly sshPublicKeys: readonly string[];
}

/** What the directory has under a uid. */
export interface DirectoryEntry {
  readonly dn: string;
  /** Undefined for an entry that is no POSIX account. */
  readonly uidNumber: number | undefined;
  readonly loginShell: string;
  readonly sshPublicKeys: readonly string[];
}

/**
 * `added`: made now. `present`: it was there with the same number, so an earlier try had made it. `uid-taken`: the name
 * is somebody else's. `number-taken`: the number is.
 */
export type AddOutcome =
  | { readonly kind: "added" | "present"; readonly dn: string }
  | { readonly kind: "uid-taken" | "number-taken" };

/** A team's group (posixGroup). */
export interface DirectoryGroup {
  readonly name: string;
  readonly gidNumber: number;
}

/**
 * The directory. Every call is safe to repeat: it looks at what is there before it changes it. All of them throw
 * DIRECTORY_UNREACHABLE (try again later) and DIRECTORY_REFUSED (somebody has to mend something).
 */
export interface Directory {
  find(uid: string): Promise<DirectoryEntry | undefined>;
  /** Does any account or group there have the number? */
  isNumberTaken(number: number): Promise<boolean>;
  /** Keyed by uid and uidNumber. */
  add(person: DirectoryPerson): Promise<AddOutcome>;
  /** Makes the entry's keys exactly these; false when there is no such entry. */
  setKeys(uid: string, keys: readonly string[]): Promise<boolean>;
  /** No shell, no keys, in no group; the entry, its numbers and its name stay. False when there is no such entry. */
  disable(uid: string): Promise<boolean>;
  /** Gives a disabled entry its shell and keys back. */
  enable(uid: string, loginShell: string, keys: readonly string[]): Promise<boolean>;
  /** Makes the person a member, and the group first where it is missing. Does nothing where teams have no groups. */
  addMember(group: DirectoryGroup, uid: string): Promise<void>;
  removeMember(group: Pick<DirectoryGroup, "name">, uid: string): Promise<void>;
  /** Can Ployst sign in, and are the two places there? Sentences about what is wrong. */
  check(): Promise<readonly string[]>;
}
