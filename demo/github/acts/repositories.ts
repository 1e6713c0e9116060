import type { Account, RepositoryRecord, World } from "../world.ts";
import { covers, findCovering, fullName } from "../lookups.ts";
import { emit } from "../webhooks/emit.ts";
import { touch } from "../stamps.ts";
import { addRepository } from "../plant.ts";
import type { RepositorySeed } from "../seed.ts";
import { toUser } from "../shapes/account.ts";
import { announceSelection } from "./installations.ts";
import { done, type Done } from "./done.ts";
import type { Mail } from "../webhooks/mail.ts";

/** Creates a repository; an installation on all repositories gains it. */
export function createRepository(
  world: World,
  seed: RepositorySeed,
  sender: Account,
): Done<RepositoryRecord> {
  const record = addRepository(world, seed);
  return done(world, record, [...gained(world, record, sender), tell(world, record, sender, "created")]);
}

/** Renames; the old name redirects from now on. */
export function rename(
  world: World,
  repository: RepositoryRecord,
  name: string,
  sender: Account,
): Done<RepositoryRecord> {
  const from = repository.name;
  move(world, repository, () => {
    repository.name = name;
  });
  const changes = { repository: { name: { from } } };
  return done(world, repository, [tell(world, repository, sender, "renamed", { changes })]);
}

/**
 * Gives the repository to another account: the old account's installation loses it, one of the new account on all
 * repositories gains it, and `repository.transferred` goes to whoever covers it afterwards.
 */
export function transfer(
  world: World,
  repository: RepositoryRecord,
  to: Account,
  sender: Account,
): Done<RepositoryRecord> {
  const from = repository.owner;
  const lost = removeFromInstallations(world, repository, sender);
  move(world, repository, () => {
    repository.owner = to;
  });
  const key = from.type === "Organization" ? "organization" : "user";
  const changes = { owner: { from: { [key]: toUser(world, from) } } };
  const told = tell(world, repository, sender, "transferred", { changes });
  return done(world, repository, [...lost, ...gained(world, repository, sender), told]);
}

export function remove(world: World, repository: RepositoryRecord, sender: Account): Done<RepositoryRecord> {
  const told = tell(world, repository, sender, "deleted");
  const lost = removeFromInstallations(world, repository, sender);
  world.repositories.delete(repository.id);
  world.repositoriesByName.delete(fullName(repository).toLowerCase());
  return done(world, repository, [told, ...lost]);
}

export function setVisibility(
  world: World,
  repository: RepositoryRecord,
  isPrivate: boolean,
  sender: Account,
): Done<RepositoryRecord> {
  repository.private = isPrivate;
  touch(world, repository);
  const told = tell(world, repository, sender, isPrivate ? "privatized" : "publicized");
  const opened = isPrivate ? [] : [emit(world, { event: "public", repository, sender, payload: {} })];
  return done(world, repository, [told, ...opened]);
}

function tell(
  world: World,
  repository: RepositoryRecord,
  sender: Account,
  action: string,
  payload: Record<string, unknown> = {},
): Mail {
  return emit(world, { event: "repository", action, repository, sender, payload });
}

function move(world: World, repository: RepositoryRecord, change: () => void): void {
  const before = fullName(repository).toLowerCase();
  world.repositoriesByName.delete(before);
  change();
  touch(world, repository);
  const after = fullName(repository).toLowerCase();
  world.repositoriesByName.set(after, repository);
  world.formerNames.set(before, repository.id);
  world.formerNames.delete(after);
}

function removeFromInstallations(world: World, repository: RepositoryRecord, sender: Account): Mail[] {
  return [...world.installations.values()]
    .filter((installation) => covers(installation, repository))
    .flatMap((installation) => {
      installation.chosen.delete(repository.id);
      return announceSelection(world, installation, sender, { removed: [repository] });
    });
}

function gained(world: World, repository: RepositoryRecord, sender: Account): Mail[] {
  return world.apps.flatMap((app) => {
    const installation = findCovering(world, app, repository);
    return installation === undefined
      ? []
      : announceSelection(world, installation, sender, { added: [repository] });
  });
}
