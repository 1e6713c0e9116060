import { getAccount, getMainApp, getRepository, findInstallation, listCovered } from "../lookups.ts";
import type { Account, AppAccess, InstallationRecord, World } from "../world.ts";
import { grant, install, reselect, setSuspended, uninstall } from "../acts/installations.ts";
import { toInstallation } from "../shapes/installation.ts";

export interface InstallationObject extends Record<string, unknown> {
  id: number;
}

/** What account owners do with the lab's App. `by` defaults to an owner of the account. */
export interface InstallationVerbs {
  install(account: string, repositories: "all" | string[], by?: string): Promise<InstallationObject>;
  uninstall(account: string, by?: string): Promise<void>;
  suspend(account: string, by?: string): Promise<void>;
  unsuspend(account: string, by?: string): Promise<void>;
  /** What the account grants the App, which may be less than the App asks for. */
  grantPermissions(account: string, permissions: Record<string, AppAccess>, by?: string): Promise<void>;
  addRepositories(account: string, repositories: string[], by?: string): Promise<void>;
  removeRepositories(account: string, repositories: string[], by?: string): Promise<void>;
}

export function createInstallationVerbs(world: World): InstallationVerbs {
  return {
    async install(account, repositories, by) {
      const chosen = repositories === "all" ? "all" : repositories.map((name) => getRepository(world, name));
      const target = getAccount(world, account);
      const done = install(world, getMainApp(world), target, chosen, actorOf(world, target, by));
      await done.sent;
      return { ...toInstallation(world, done.record), id: done.record.id };
    },
    async uninstall(account, by) {
      const installation = getInstallation(world, account);
      await uninstall(world, installation, actorOf(world, installation.account, by)).sent;
    },
    async suspend(account, by) {
      const installation = getInstallation(world, account);
      await setSuspended(world, installation, actorOf(world, installation.account, by), true).sent;
    },
    async unsuspend(account, by) {
      const installation = getInstallation(world, account);
      await setSuspended(world, installation, actorOf(world, installation.account, by), false).sent;
    },
    async grantPermissions(account, permissions, by) {
      const installation = getInstallation(world, account);
      await grant(world, installation, permissions, actorOf(world, installation.account, by)).sent;
    },
    async addRepositories(account, names, by) {
      const installation = getInstallation(world, account);
      const wanted = new Set([
        ...listCovered(world, installation),
        ...names.map((name) => getRepository(world, name)),
      ]);
      await reselect(world, installation, [...wanted], actorOf(world, installation.account, by)).sent;
    },
    async removeRepositories(account, names, by) {
      const installation = getInstallation(world, account);
      const gone = names.map((name) => getRepository(world, name));
      const kept = listCovered(world, installation).filter((repository) => !gone.includes(repository));
      await reselect(world, installation, kept, actorOf(world, installation.account, by)).sent;
    },
  };
}

function getInstallation(world: World, login: string): InstallationRecord {
  const found = findInstallation(world, getMainApp(world), getAccount(world, login));
  if (found === undefined) throw new Error(`The App is not installed on ${login}`);
  return found;
}

/** The named person, else the account itself or an organisation's first owner. */
export function actorOf(world: World, account: Account, by: string | undefined): Account {
  if (by !== undefined) return getAccount(world, by);
  const owner = [...account.members].find(([, role]) => role === "admin")?.[0];
  return (owner === undefined ? undefined : world.accounts.get(owner)) ?? account;
}
