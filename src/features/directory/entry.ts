import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toKeyLine, type Account, type Deps } from "./deps.ts";
import { recordChange } from "./record-change.ts";

/**
 * pre_posix -> posix: the entry is made, or was by an earlier try. Also when the number or name turns out to be
 * somebody else's: then the account is wanted with another number, or its person is asked for another name.
 */
export async function makeEntry(account: Account, deps: Deps): Promise<void> {
  const { posix } = account;
  const { directory } = deps;
  const existing = await directory.find(posix.posixUid);
  if (existing === undefined && (await directory.isNumberTaken(posix.uidNumber)))
    return renumber(account, deps);
  const keys = account.keys.map(toKeyLine);
  const outcome = await directory.add({ ...toPerson(account), sshPublicKeys: keys });
  if (!("dn" in outcome))
    return outcome.kind === "number-taken" ? renumber(account, deps) : refuseName(account, deps);
  // Whoever comes back finds the entry as it was when they were withdrawn: disabled.
  if (outcome.kind === "present") await directory.enable(posix.posixUid, posix.loginShell, keys);
  await deps.store.transaction(async (tx) => {
    const { id } = account.registration;
    const made = await tx.registrations.markPosix(id, outcome.dn);
    if (made === undefined) return;
    await recordChange(tx, account, "posix_created", made, { uidNumber: posix.uidNumber });
    if ((await tx.sshPublicKeys.list(account.user.id)).length === 0) return;
    await recordChange(tx, account, "keys_requested", await tx.registrations.requestKeys(id));
  });
}

function toPerson({ registration, posix, user }: Account) {
  const { posixUid: uid, uidNumber, gidNumber, homeDirectory, loginShell } = posix;
  const commonName = user.displayName === "" ? uid : user.displayName;
  const surname = user.surname === "" ? commonName : user.surname;
  const mail = registration.emailAddress;
  return { uid, uidNumber, gidNumber, homeDirectory, loginShell, commonName, surname, mail };
}

/** The next number is reserved before the directory hears of it. */
async function renumber(account: Account, { store, numbers }: Deps): Promise<void> {
  const { registration, posix } = account;
  await store.transaction(async (tx) => {
    const next = await tx.posixNumbers.take("uid", numbers);
    if (next === undefined) throw faults.POSIX_NUMBERS_USED_UP();
    if (!(await tx.registrations.renumberPosix(registration.id, posix.uidNumber, next))) return;
    const data = { from: posix.uidNumber, uidNumber: next };
    await recordChange(tx, account, "posix_renumbered", undefined, data);
  });
}

async function refuseName(account: Account, { store }: Deps): Promise<void> {
  const { registration, posix } = account;
  const fault = faults.POSIX_NAME_TAKEN({ name: escapeMarkdown(posix.posixUid), suggestion: "" });
  // Whoever had that entry before keeps the claim to it: somebody has to mend the directory.
  if (registration.ldapDn !== "") throw fault;
  await store.transaction(async (tx) => {
    const refused = await tx.registrations.refusePosix(registration.id, fault.sentence);
    if (refused !== undefined) await recordChange(tx, account, "posix_refused", refused);
  });
}
