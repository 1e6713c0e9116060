import type { Directory } from "../../adapters/directory/contract/index.ts";
import type {
  PosixAccount,
  RegistrationRecord,
  SshPublicKeyRecord,
  Store,
  UserRecord,
} from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";

/** What bringing accounts into the directory works with. */
export interface DirectoryJobDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  /** Undefined: there is none (any more). */
  readonly directory: Directory | undefined;
  /** Which numbers may be given out. */
  readonly numbers: { readonly first: number; readonly last: number };
  /** Do teams have groups there? */
  readonly hasGroups: boolean;
  readonly clock: Clock;
}

/** The same where there is a directory. */
export interface Deps extends DirectoryJobDeps {
  readonly directory: Directory;
}

/** An account that has, or is to get, an entry. */
export interface Account {
  readonly registration: RegistrationRecord;
  readonly posix: PosixAccount;
  readonly user: UserRecord;
  readonly keys: readonly SshPublicKeyRecord[];
}

/** A key as the directory keeps it: one line. */
export function toKeyLine({ publicKey, comment }: SshPublicKeyRecord): string {
  return comment === "" ? publicKey : `${publicKey} ${comment}`;
}

export async function findAccount(
  registrationId: string,
  store: Pick<Store, "read">,
): Promise<Account | undefined> {
  return store.read(async (reads) => {
    const registration = await reads.registrations.find(registrationId);
    const user = registration && (await reads.users.find(registration.userId));
    if (registration?.posix === undefined || user === undefined) return undefined;
    const keys = await reads.sshPublicKeys.list(user.id);
    return { registration, posix: registration.posix, user, keys };
  });
}
