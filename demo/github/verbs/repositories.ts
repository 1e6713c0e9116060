import type { Repository } from "@octokit/webhooks-types";
import { getAccount, getRepository } from "../lookups.ts";
import type { Permission, RepositoryRecord, World } from "../world.ts";
import type { Done } from "../acts/done.ts";
import { createRepository, remove, rename, setVisibility, transfer } from "../acts/repositories.ts";
import { removeCollaborator, removeMember } from "../acts/members.ts";
import type { RepositorySeed } from "../seed.ts";
import { toRepository } from "../shapes/repository.ts";
import { actorOf } from "./installations.ts";

/** What owners do with repositories. `by` defaults to an owner of the account. */
export interface RepositoryVerbs {
  createRepository(seed: RepositorySeed, by?: string): Promise<Repository>;
  /** `name` is the new name without the owner. */
  renameRepository(repo: string, name: string, by?: string): Promise<Repository>;
  transferRepository(repo: string, to: string, by?: string): Promise<Repository>;
  deleteRepository(repo: string, by?: string): Promise<void>;
  setVisibility(repo: string, visibility: "public" | "private", by?: string): Promise<Repository>;
  /** Takes a collaborator's permission away; sends `member`. */
  removeCollaborator(repo: string, login: string, by?: string): Promise<void>;
  /** Removes an organisation's member; sends `organization`. */
  removeMember(org: string, login: string, by?: string): Promise<void>;
  /** Grants or ("none") takes away a person's permission; sends nothing. */
  setCollaborator(repo: string, login: string, permission: Permission): void;
  /** Adds, changes or ("none") removes an organisation's member; sends nothing. */
  setMember(org: string, login: string, role: "admin" | "member" | "none"): void;
}

export function createRepositoryVerbs(world: World): RepositoryVerbs {
  const finish = async (done: Done<RepositoryRecord>): Promise<Repository> => {
    await done.sent;
    return toRepository(world, done.record);
  };
  const actor = (repository: RepositoryRecord, by: string | undefined): ReturnType<typeof actorOf> =>
    actorOf(world, repository.owner, by);
  return {
    async createRepository(seed, by) {
      const owner = getAccount(world, seed.name.split("/")[0] ?? "");
      return await finish(createRepository(world, seed, actorOf(world, owner, by)));
    },
    async renameRepository(repo, name, by) {
      const repository = getRepository(world, repo);
      return await finish(rename(world, repository, name, actor(repository, by)));
    },
    async transferRepository(repo, to, by) {
      const repository = getRepository(world, repo);
      return await finish(transfer(world, repository, getAccount(world, to), actor(repository, by)));
    },
    async deleteRepository(repo, by) {
      const repository = getRepository(world, repo);
      await finish(remove(world, repository, actor(repository, by)));
    },
    async setVisibility(repo, visibility, by) {
      const repository = getRepository(world, repo);
      return await finish(setVisibility(world, repository, visibility === "private", actor(repository, by)));
    },
    async removeCollaborator(repo, login, by) {
      const repository = getRepository(world, repo);
      await removeCollaborator(world, repository, getAccount(world, login), actor(repository, by)).sent;
    },
    async removeMember(org, login, by) {
      const organization = getAccount(world, org);
      await removeMember(world, organization, getAccount(world, login), actorOf(world, organization, by))
        .sent;
    },
    setCollaborator(repo, login, permission) {
      getRepository(world, repo).collaborators.set(getAccount(world, login).id, permission);
    },
    setMember(org, login, role) {
      const { members } = getAccount(world, org);
      const { id } = getAccount(world, login);
      if (role === "none") members.delete(id);
      else members.set(id, role);
    },
  };
}
