import type { Client } from "ldapts";
import type { DirectoryConfig } from "../../config/directory.ts";
import { isFault } from "../../core/errors.ts";
import type { Directory, DirectoryEntry } from "./contract/index.ts";
import { findOne } from "./entry.ts";
import { addMember, removeFromAll, removeMember } from "./groups.ts";
import { addPerson, findPerson, isThere, NO_SHELL, setKeys, setShell } from "./person.ts";
import { createSession } from "./session.ts";

/** An LDAP directory (RFC 4511) that holds POSIX accounts (RFC 2307). One short, signed-in connection a call. */
export function createDirectory(config: DirectoryConfig, answerMs?: number): Directory {
  const session = createSession(config, answerMs);
  const { groupsDn, keyAttribute } = config;
  const groups = groupsDn === undefined ? undefined : { ...config, groupsDn };
  const onEntry = (
    uid: string,
    work: (client: Client, entry: DirectoryEntry) => Promise<void>,
  ): Promise<boolean> =>
    session(async (client) => {
      const entry = await findPerson(client, uid, config);
      if (entry === undefined) return false;
      await work(client, entry);
      return true;
    });
  return {
    find: (uid) => session((client) => findPerson(client, uid, config)),
    isNumberTaken: (number) =>
      session(async (client) => {
        const value = String(number);
        const account = await findOne(client, config.peopleDn, "uidNumber", value, ["uid"]);
        if (account !== undefined || groupsDn === undefined) return account !== undefined;
        return (await findOne(client, groupsDn, "gidNumber", value, ["cn"])) !== undefined;
      }),
    add: (person) => session((client) => addPerson(client, person, config)),
    setKeys: (uid, keys) => onEntry(uid, (client, entry) => setKeys(client, entry, keys, keyAttribute)),
    disable: (uid) =>
      onEntry(uid, async (client, entry) => {
        await setShell(client, entry.dn, NO_SHELL);
        await setKeys(client, entry, [], keyAttribute);
        if (groups !== undefined) await removeFromAll(client, uid, groups);
      }),
    enable: (uid, loginShell, keys) =>
      onEntry(uid, async (client, entry) => {
        await setKeys(client, entry, keys, keyAttribute);
        await setShell(client, entry.dn, loginShell);
      }),
    addMember: async (group, uid) => {
      if (groups !== undefined) await session((client) => addMember(client, group, uid, groups));
    },
    removeMember: async ({ name }, uid) => {
      if (groups !== undefined) await session((client) => removeMember(client, name, uid, groups));
    },
    check: async () => {
      const places = { LDAP_PEOPLE_DN: config.peopleDn, LDAP_GROUPS_DN: groupsDn };
      try {
        return await session(async (client) => {
          const wrong: string[] = [];
          for (const [name, dn] of Object.entries(places))
            if (dn !== undefined && !(await isThere(client, dn)))
              wrong.push(`${name} names ${dn}, which is not in the directory.`);
          return wrong;
        });
      } catch (error) {
        if (isFault(error)) return [error.sentence];
        throw error;
      }
    },
  };
}
