import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toKeyLine, type Account, type Deps } from "./deps.ts";
import { recordChange } from "./record-change.ts";

/** The entry gets exactly the person's keys. False when they were changed meanwhile: there is more to do. */
export async function bringKeys(account: Account, { directory, store }: Deps): Promise<boolean> {
  const { registration, posix, user, keys } = account;
  const lines = keys.map(toKeyLine);
  const entry = await directory.find(posix.posixUid);
  // An entry of that name which isn't ours must not get anybody's keys.
  if (entry?.uidNumber !== posix.uidNumber)
    throw faults.DIRECTORY_ENTRY_GONE({ name: escapeMarkdown(posix.posixUid) });
  if (!isSame(entry.sshPublicKeys, lines)) await directory.setKeys(posix.posixUid, lines);
  return store.transaction(async (tx) => {
    const now = await tx.sshPublicKeys.list(user.id);
    if (!isSame(now.map(toKeyLine), lines)) return false;
    const { registrations } = tx;
    const current = await registrations.find(registration.id);
    if (current?.state === "posix" && lines.length > 0) await registrations.requestKeys(registration.id);
    const set = await registrations.markValid(registration.id);
    if (set !== undefined) await recordChange(tx, account, "keys_set", set, { keys: lines.length });
    else if (current?.ldapError !== "") await registrations.recordLdapError(registration.id, "");
    return true;
  });
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
