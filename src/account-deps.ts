import type { Directory } from "./adapters/directory/index.ts";
import { parsePublicKey } from "./adapters/keys/index.ts";
import type { Store, Transaction } from "./adapters/store/index.ts";
import type { AskProfile } from "./bot/bot.ts";
import type { Config } from "./config/index.ts";
import { SECOND, type Clock } from "./core/clock.ts";
import { faults } from "./core/errors.ts";
import type { Timers } from "./core/timers.ts";
import { askProfile } from "./features/accounts/ask-profile.ts";
import type { AccountDeps } from "./features/accounts/deps.ts";
import { createKeyUseCases } from "./features/accounts/ssh-keys.ts";
import type { KeyUseCases } from "./features/accounts/web/deps.ts";
import type { WithdrawDeps } from "./features/accounts/withdraw-deps.ts";
import type { DirectoryJobDeps } from "./features/directory/deps.ts";
import { queueDirectory, queueDirectoryOf, requeueWaiting } from "./features/directory/queue.ts";
import type { OnMembershipChanged } from "./features/teams/deps.ts";
import { disableServicesOf } from "./features/services/person-ended.ts";
import { endMembershipsOf, findPerson } from "./features/teams/end-person.ts";

type Given = Pick<
  AccountDeps["accounts"],
  "findGitHub" | "findMember" | "listServices" | "onShown" | "resumeCommand" | "record"
>;

type From = Given & {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly directory: Directory | undefined;
  readonly timers: Timers;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
};

/** What people's accounts are made of: the commands' parts, and what others tell them. */
export interface AccountParts {
  readonly accounts: AccountDeps["accounts"];
  readonly askProfile: AskProfile;
  readonly keys: KeyUseCases;
  readonly directoryJob: DirectoryJobDeps;
  /** The groups of the person follow their teams. */
  readonly onMembershipChanged: (tx: Transaction, member: { readonly userId: string }) => Promise<void>;
  /** Queues what waits for the directory without a job; answers how many. */
  readonly requeueDirectory: (tx: Transaction) => Promise<number>;
}

/** Joins accounts and the directory; without LDAP_URL nothing asks for it and nothing goes there. */
export function createAccountParts(from: From): AccountParts {
  const { config, store, clock, wakeJobs } = from;
  const { findGitHub, findMember, listServices, onShown, resumeCommand, record } = from;
  // One that is handed in without settings is nobody's.
  const directory = config.directory && from.directory;
  const numbers = config.directory?.uidRange ?? { first: 0, last: 0 };
  const hasDirectory = directory !== undefined;
  const accounts: AccountDeps["accounts"] = {
    ...{ store, clock, parsePublicKey, findGitHub, findMember, listServices, resumeCommand, record },
    onShown,
    directory: directory && { find: (uid) => soon(directory.find(uid), from.timers), numbers },
    syncDirectory: async (tx, registrationId) => {
      if (hasDirectory) await queueDirectory(tx, registrationId, wakeJobs);
    },
  };
  return {
    accounts,
    askProfile: (turn, pressed) => askProfile(turn, pressed, accounts),
    keys: createKeyUseCases(accounts),
    directoryJob: { store, directory, numbers, hasGroups: config.directory?.groupsDn !== undefined, clock },
    onMembershipChanged: async (tx, { userId }) => {
      if (hasDirectory) await queueDirectoryOf(tx, userId, wakeJobs);
    },
    requeueDirectory: async (tx) => (hasDirectory ? requeueWaiting(tx) : 0),
  };
}

/** What ends an account works with: its person leaves the teams, and what hangs on those. */
export function createWithdrawal({
  store,
  record,
  syncDirectory,
  directory,
  onMembershipChanged,
}: Pick<AccountDeps["accounts"], "store" | "record" | "syncDirectory" | "directory"> & {
  readonly onMembershipChanged: OnMembershipChanged;
}): WithdrawDeps {
  return {
    ...{ store, record, syncDirectory, findPerson, hasDirectory: directory !== undefined },
    endMemberships: (tx, turn, user) => endMembershipsOf(tx, turn, user, { onMembershipChanged }),
    disableServices: disableServicesOf,
  };
}

/** Nobody waits in front of a form for a directory that says nothing: its job asks again. */
const PATIENCE_MS = 1.5 * SECOND;

async function soon<T>(answer: Promise<T>, timers: Timers): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stop = timers.after(PATIENCE_MS, () => {
    reject(faults.DIRECTORY_UNREACHABLE());
  });
  return Promise.race([answer, late]).finally(stop);
}
