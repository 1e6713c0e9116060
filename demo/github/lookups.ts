import type {
  Account,
  AppRecord,
  InstallationRecord,
  IssueRecord,
  LabelRecord,
  RepositoryRecord,
  World,
} from "./world.ts";
import { nodeId } from "./ids.ts";

export function fullName(repository: RepositoryRecord): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** Names are case-insensitive on GitHub. */
export function findRepository(world: World, name: string): RepositoryRecord | undefined {
  return world.repositoriesByName.get(name.toLowerCase());
}

export function getRepository(world: World, name: string): RepositoryRecord {
  const found = findRepository(world, name);
  if (found === undefined) throw new Error(`The lab has no repository ${name}`);
  return found;
}

export function findAccount(world: World, login: string): Account | undefined {
  return world.accountsByLogin.get(login.toLowerCase());
}

export function getAccount(world: World, login: string): Account {
  const found = findAccount(world, login);
  if (found === undefined) throw new Error(`The lab has no account ${login}`);
  return found;
}

export function getIssue(repository: RepositoryRecord, number: number): IssueRecord {
  const found = repository.issues.get(number);
  if (found === undefined) throw new Error(`${fullName(repository)} has no #${String(number)}`);
  return found;
}

export function getMainApp(world: World): AppRecord {
  const [app] = world.apps;
  if (app === undefined) throw new Error("The lab has no App");
  return app;
}

export function findInstallation(
  world: World,
  app: AppRecord,
  account: Account,
): InstallationRecord | undefined {
  return [...world.installations.values()].find((i) => i.app === app && i.account === account);
}

export function covers(installation: InstallationRecord, repository: RepositoryRecord): boolean {
  if (installation.account !== repository.owner) return false;
  return installation.selection === "all" || installation.chosen.has(repository.id);
}

/** The installation of `app` that reaches `repository`, suspended ones included. */
export function findCovering(
  world: World,
  app: AppRecord,
  repository: RepositoryRecord,
): InstallationRecord | undefined {
  const installation = findInstallation(world, app, repository.owner);
  return installation !== undefined && covers(installation, repository) ? installation : undefined;
}

export function listCovered(world: World, installation: InstallationRecord): RepositoryRecord[] {
  return [...world.repositories.values()].filter((repository) => covers(installation, repository));
}

/** The label of that name; made with GitHub's default colour when the repository has none. */
export function ensureLabel(world: World, repository: RepositoryRecord, name: string): LabelRecord {
  const known = repository.labels.get(name.toLowerCase());
  if (known !== undefined) return known;
  const label = { id: world.nextId(), name, color: "ededed", description: null };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}

export function accountNodeId(account: Account): string {
  return nodeId(account.type, account.id);
}
