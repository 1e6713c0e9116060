import { getAccount } from "../lookups.ts";
import { timestamp } from "../stamps.ts";
import type { World } from "../world.ts";

/** What people do with their SSH keys on their settings page. */
export interface SshKeyVerbs {
  /** `title: type base64`, oldest first. */
  listSshKeys(login: string): string[];
  /** `key` is `type base64`. */
  addSshKey(login: string, title: string, key: string): void;
}

export function createSshKeyVerbs(world: World): SshKeyVerbs {
  return {
    listSshKeys(login) {
      const owner = getAccount(world, login);
      return [...world.sshKeys.values()]
        .filter((key) => key.owner === owner)
        .map(({ title, key }) => `${title}: ${key}`);
    },
    addSshKey(login, title, key) {
      const id = world.nextId();
      const owner = getAccount(world, login);
      world.sshKeys.set(id, { id, owner, title, key, createdAt: timestamp(world.now()) });
    },
  };
}
