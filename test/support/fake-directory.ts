import type { Directory, DirectoryPerson } from "../../src/adapters/directory/index.ts";
import { faults } from "../../src/core/errors.ts";
import type { Fault } from "../../src/core/fault.ts";

/** A directory in memory, which keeps the contract of the real one. */
export interface FakeDirectory extends Directory {
  readonly people: Map<string, DirectoryPerson>;
  /** Members by the group's name. */
  readonly groups: Map<string, { readonly gidNumber: number; readonly members: Set<string> }>;
  /** What every call throws; undefined: it works. */
  failure: Fault | undefined;
  /** Runs before each call. */
  before: (call: string) => void | Promise<void>;
}

const NO_SHELL = "/usr/sbin/nologin";

export function createFakeDirectory(): FakeDirectory {
  const people: FakeDirectory["people"] = new Map();
  const groups: FakeDirectory["groups"] = new Map();
  const dnOf = (uid: string): string => `uid=${uid},ou=people,dc=team,dc=example`;
  const call = async <T>(name: string, work: () => T): Promise<T> => {
    await directory.before(name);
    if (directory.failure !== undefined) throw directory.failure;
    return work();
  };
  const change = (uid: string, changes: Partial<DirectoryPerson>): boolean => {
    const person = people.get(uid);
    if (person === undefined) return false;
    people.set(uid, { ...person, ...changes });
    return true;
  };
  const hasNumber = (number: number): boolean =>
    [...people.values()].some(({ uidNumber }) => uidNumber === number) ||
    [...groups.values()].some(({ gidNumber }) => gidNumber === number);
  const directory: FakeDirectory = {
    people,
    groups,
    failure: undefined,
    before: () => undefined,
    find: (uid) =>
      call("find", () => {
        const person = people.get(uid);
        if (person === undefined) return undefined;
        const { uidNumber, loginShell, sshPublicKeys } = person;
        return { dn: dnOf(uid), uidNumber, loginShell, sshPublicKeys };
      }),
    isNumberTaken: (number) => call("isNumberTaken", () => hasNumber(number)),
    add: (person) =>
      call("add", () => {
        const known = people.get(person.uid);
        if (known !== undefined)
          return known.uidNumber === person.uidNumber
            ? { kind: "present", dn: dnOf(person.uid) }
            : { kind: "uid-taken" };
        if (hasNumber(person.uidNumber)) return { kind: "number-taken" };
        people.set(person.uid, person);
        return { kind: "added", dn: dnOf(person.uid) };
      }),
    setKeys: (uid, sshPublicKeys) => call("setKeys", () => change(uid, { sshPublicKeys })),
    disable: (uid) =>
      call("disable", () => {
        for (const { members } of groups.values()) members.delete(uid);
        return change(uid, { loginShell: NO_SHELL, sshPublicKeys: [] });
      }),
    enable: (uid, loginShell, sshPublicKeys) =>
      call("enable", () => change(uid, { loginShell, sshPublicKeys })),
    addMember: ({ name, gidNumber }, uid) =>
      call("addMember", () => {
        const group = groups.get(name) ?? { gidNumber, members: new Set() };
        groups.set(name, group);
        group.members.add(uid);
      }),
    removeMember: ({ name }, uid) =>
      call("removeMember", () => {
        groups.get(name)?.members.delete(uid);
      }),
    check: () => call("check", () => []),
  };
  return directory;
}

export function unreachable(): Fault {
  return faults.DIRECTORY_UNREACHABLE();
}

export function refusing(): Fault {
  return faults.DIRECTORY_REFUSED({ reason: "LDAP_BIND_DN may not do that there" });
}
