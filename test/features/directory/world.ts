import type { RegistrationRecord, Transaction } from "../../../src/adapters/store/index.ts";
import type { JobRun } from "../../../src/core/job.ts";
import { newId } from "../../../src/core/ids.ts";
import type { DirectoryJobDeps } from "../../../src/features/directory/deps.ts";
import { directoryJob } from "../../../src/features/directory/job.ts";
import { createFakeDirectory, type FakeDirectory } from "../../support/fake-directory.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

export const RANGE = { first: 20_000, last: 20_009 };
export const KEY = { type: "ssh-ed25519", publicKey: "ssh-ed25519 AAAA", comment: "laptop" };

/** A store and a directory in memory, and the job between them. */
export interface DirectoryWorld {
  readonly store: TestStore;
  readonly time: ManualTime;
  readonly directory: FakeDirectory;
  readonly deps: DirectoryJobDeps;
  /** Runs the job of a registration once; a job's id stays its own in a second try. */
  run(registrationId: string, jobId?: string): Promise<void>;
  /** Somebody with the details of a POSIX account, wanted but not made. */
  want(name: string): Promise<RegistrationRecord>;
  get(id: string): Promise<RegistrationRecord>;
  verbs(id: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openDirectoryWorld(): Promise<DirectoryWorld> {
  const time = new ManualTime();
  const store = await openTestStore({ clock: time });
  const directory = createFakeDirectory();
  const deps: DirectoryJobDeps = { store, directory, numbers: RANGE, hasGroups: true, clock: time };
  const get = async (id: string): Promise<RegistrationRecord> => {
    const found = await store.read(({ registrations }) => registrations.find(id));
    if (found === undefined) throw new Error("no such registration");
    return found;
  };
  return {
    store,
    time,
    directory,
    deps,
    get,
    run: (registrationId, jobId = newId()) =>
      directoryJob().run(toRun(registrationId, jobId), { directory: deps }),
    want: (name) => store.transaction((tx) => wantAccount(tx, name)),
    verbs: async (id) => {
      const events = await store.read((reads) =>
        reads.events.listByEntity("registration", id, { limit: 20 }),
      );
      return events.map(({ verb }) => verb).toReversed();
    },
    close: () => store.cleanup(),
  };
}

export async function wantAccount(
  tx: Transaction,
  name: string,
  range: typeof RANGE = RANGE,
): Promise<RegistrationRecord> {
  const person = { tenantId: "tenant", aadObjectId: `aad-${name}`, teamsUserId: `29:${name}` };
  const user = await tx.users.ensure({ ...person, displayName: `${name} Chen` });
  await tx.users.setProfile(user.id, { surname: "Chen" });
  const emailAddress = `${name}@example.test`;
  const made = await tx.registrations.create({ userId: user.id, tenantId: "tenant", emailAddress });
  const number = await tx.posixNumbers.take("uid", range);
  if (made === undefined || number === undefined) throw new Error("it should have been free");
  await tx.registrations.activateByTeams(made.id, { address: emailAddress, isVerified: true });
  await tx.registrations.requestPosix(made.id, {
    ...{ posixUid: name, uidNumber: number, gidNumber: number },
    ...{ homeDirectory: `/home/${name}`, loginShell: "/bin/bash" },
  });
  const wanted = await tx.registrations.find(made.id);
  if (wanted === undefined) throw new Error("it should be there");
  return wanted;
}

function toRun(targetId: string, id: string): JobRun {
  return { id, targetId, payload: {}, attempt: 1, signal: new AbortController().signal, holder: "me" };
}
