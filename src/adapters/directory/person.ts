import {
  AlreadyExistsError,
  Attribute,
  Change,
  ConstraintViolationError,
  NoSuchAttributeError,
  NoSuchObjectError,
  TypeOrValueExistsError,
  type Client,
} from "ldapts";
import type { DirectoryConfig } from "../../config/directory.ts";
import type { AddOutcome, DirectoryEntry, DirectoryPerson } from "./contract/index.ts";
import { toDn } from "./dn.ts";
import { findOne, toDirectoryEntry } from "./entry.ts";

/** A shell that lets nobody in (nologin(8)). */
export const NO_SHELL = "/usr/sbin/nologin";

export async function findPerson(
  client: Client,
  uid: string,
  { peopleDn, keyAttribute }: DirectoryConfig,
): Promise<DirectoryEntry | undefined> {
  const attributes = ["uidNumber", "loginShell", keyAttribute];
  const entry = await findOne(client, peopleDn, "uid", uid, attributes);
  return entry && toDirectoryEntry(entry, keyAttribute);
}

/** One add with all its classes: there is never half an account. */
export async function addPerson(
  client: Client,
  person: DirectoryPerson,
  config: DirectoryConfig,
): Promise<AddOutcome> {
  const dn = toDn("uid", person.uid, config.peopleDn);
  const existing = await findPerson(client, person.uid, config);
  if (existing !== undefined) return toOutcome(existing, person);
  try {
    await client.add(dn, toAttributes(person, config.keyAttribute));
    return { kind: "added", dn };
  } catch (error) {
    if (error instanceof ConstraintViolationError) return { kind: "number-taken" };
    if (!(error instanceof AlreadyExistsError)) throw error;
    const other = await findPerson(client, person.uid, config);
    return other === undefined ? { kind: "uid-taken" } : toOutcome(other, person);
  }
}

function toOutcome(entry: DirectoryEntry, person: DirectoryPerson): AddOutcome {
  // The number was reserved for this person before the first try, so an entry with both is that try's.
  return entry.uidNumber === person.uidNumber ? { kind: "present", dn: entry.dn } : { kind: "uid-taken" };
}

/** inetOrgPerson (RFC 2798), posixAccount (RFC 2307), ldapPublicKey (openssh-lpk) or FreeIPA's class for keys. */
function toAttributes(person: DirectoryPerson, keyAttribute: string): Record<string, string[]> {
  const keyClass = keyAttribute === "ipaSshPubKey" ? "ipaSshUser" : "ldapPublicKey";
  const keys = person.sshPublicKeys.length === 0 ? {} : { [keyAttribute]: [...person.sshPublicKeys] };
  return {
    objectClass: ["top", "person", "organizationalPerson", "inetOrgPerson", "posixAccount", keyClass],
    uid: [person.uid],
    cn: [person.commonName],
    sn: [person.surname],
    mail: [person.mail],
    uidNumber: [String(person.uidNumber)],
    gidNumber: [String(person.gidNumber)],
    homeDirectory: [person.homeDirectory],
    loginShell: [person.loginShell],
    ...keys,
  };
}

/** Adds what is missing and removes what is too much, one by one: never a moment without the keys that stay. */
export async function setKeys(
  client: Client,
  entry: DirectoryEntry,
  keys: readonly string[],
  keyAttribute: string,
): Promise<void> {
  const missing = keys.filter((key) => !entry.sshPublicKeys.includes(key));
  const surplus = entry.sshPublicKeys.filter((key) => !keys.includes(key));
  for (const key of missing) await change(client, entry.dn, "add", keyAttribute, key);
  for (const key of surplus) await change(client, entry.dn, "delete", keyAttribute, key);
}

async function change(
  client: Client,
  dn: string,
  operation: "add" | "delete",
  type: string,
  value: string,
): Promise<void> {
  try {
    await client.modify(
      dn,
      new Change({ operation, modification: new Attribute({ type, values: [value] }) }),
    );
  } catch (error) {
    const isDone = error instanceof TypeOrValueExistsError || error instanceof NoSuchAttributeError;
    if (!isDone) throw error;
  }
}

export async function setShell(client: Client, dn: string, shell: string): Promise<void> {
  const modification = new Attribute({ type: "loginShell", values: [shell] });
  await client.modify(dn, new Change({ operation: "replace", modification }));
}

export async function isThere(client: Client, dn: string): Promise<boolean> {
  try {
    const { searchEntries } = await client.search(dn, { scope: "base", attributes: ["1.1"] });
    return searchEntries.length > 0;
  } catch (error) {
    if (error instanceof NoSuchObjectError) return false;
    throw error;
  }
}
