import type { PublicKeyRefusal, SshPublicKey } from "../../adapters/keys/contract/public-key.ts";
import type { SshPublicKeyRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toLine } from "../../core/plain-text.ts";
import type { KeyDeps } from "./deps.ts";
import type { KeyUseCases } from "./web/deps.ts";
import { recordKey, recordKeysRequested, type Doer } from "./history.ts";

export const MOST_KEYS = 20;

const REFUSALS: Readonly<Record<PublicKeyRefusal, () => Fault>> = {
  empty: faults.SSH_KEY_EMPTY,
  private: faults.SSH_KEY_PRIVATE,
  several: faults.SSH_KEY_SEVERAL,
  options: faults.SSH_KEY_OPTIONS,
  type: faults.SSH_KEY_TYPE,
  damaged: faults.SSH_KEY_DAMAGED,
  short: faults.SSH_KEY_SHORT,
};

/** Reads what somebody gave as their key. Throws an SSH_KEY_… fault, which holds nothing of it. */
export function readKey(text: string, { parsePublicKey }: Pick<KeyDeps, "parsePublicKey">): SshPublicKey {
  const read = parsePublicKey(text);
  if (read.kind === "refused") throw REFUSALS[read.why]();
  return read.key;
}

/** Keeps a person's key, in the caller's transaction; the directory follows. Throws SSH_KEY_KNOWN, SSH_KEYS_MANY. */
export async function addSshKey(
  tx: Transaction,
  doer: Doer,
  { type, publicKey, fingerprint, comment }: SshPublicKey,
  deps: Pick<KeyDeps, "syncDirectory">,
): Promise<SshPublicKeyRecord> {
  const { userId } = doer;
  const known = await tx.sshPublicKeys.list(userId);
  const added = await tx.sshPublicKeys.add({ userId, type, publicKey, fingerprint, comment });
  if (added === undefined) throw faults.SSH_KEY_KNOWN({ fingerprint });
  if (known.length >= MOST_KEYS) throw faults.SSH_KEYS_MANY({ most: MOST_KEYS });
  await recordKey(tx, doer, added, "added");
  await keysChanged(tx, doer, deps);
  return added;
}

/** Takes a person's key away, by its number in their list or its fingerprint. Throws SSH_KEY_MISSING. */
export async function removeSshKey(
  tx: Transaction,
  doer: Doer,
  which: string,
  deps: Pick<KeyDeps, "syncDirectory">,
): Promise<SshPublicKeyRecord> {
  const keys = await tx.sshPublicKeys.list(doer.userId);
  const key = findKey(keys, which.trim());
  if (key === undefined || !(await tx.sshPublicKeys.remove(key.id, doer.userId)))
    throw faults.SSH_KEY_MISSING({ given: escapeMarkdown(toLine(which, 60)) });
  await recordKey(tx, doer, key, "removed");
  await keysChanged(tx, doer, deps);
  return key;
}

function findKey(keys: readonly SshPublicKeyRecord[], which: string): SshPublicKeyRecord | undefined {
  if (/^\d{1,3}$/.test(which)) return keys[Number(which) - 1];
  const fingerprint = which.startsWith("SHA256:") ? which : `SHA256:${which}`;
  return keys.find((key) => key.fingerprint === fingerprint);
}

/** The job brings all keys, whatever the state: the state only says that it has something to do. */
async function keysChanged(
  tx: Transaction,
  doer: Doer,
  { syncDirectory }: Pick<KeyDeps, "syncDirectory">,
): Promise<void> {
  const registration = await tx.registrations.findByUser(doer.userId);
  if (registration?.posix === undefined) return;
  const requested = await tx.registrations.requestKeys(registration.id);
  if (requested !== undefined) await recordKeysRequested(tx, doer, registration.id, requested);
  await syncDirectory(tx, registration.id);
}

/** The same for whoever is signed in on the web. */
export function createKeyUseCases(deps: KeyDeps): KeyUseCases {
  return {
    add: async ({ id: userId, tenantId }, line) => {
      const key = readKey(line, deps);
      await deps.store.transaction((tx) => addSshKey(tx, { userId, tenantId }, key, deps));
    },
    remove: async ({ id: userId, tenantId }, fingerprint) => {
      await deps.store.transaction((tx) => removeSshKey(tx, { userId, tenantId }, fingerprint, deps));
    },
  };
}
