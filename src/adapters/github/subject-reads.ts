import type { GitHubAccount, GitHubRepository } from "./contract/index.ts";
import type { Reader } from "./http/reader.ts";
import { isId, isPathSegment } from "./names.ts";
import type { Resources } from "./resources.ts";

export interface SubjectReads {
  readonly findAccount: (login: string) => Promise<GitHubAccount | undefined>;
  readonly findAccountById: (accountId: string) => Promise<GitHubAccount | undefined>;
  readonly findRepository: (owner: string, name: string) => Promise<GitHubRepository | undefined>;
  readonly findRepositoryById: (repositoryId: string) => Promise<GitHubRepository | undefined>;
}

/** Reads of accounts and repositories, the same for people and installations. A name or id that GitHub can't have is not asked for. */
export function createSubjectReads(reader: Reader, resources: Resources): SubjectReads {
  return {
    findAccount: async (login) =>
      isPathSegment(login) ? reader.find(resources.account, "GET /users/{login}", { login }) : undefined,
    findAccountById: async (id) =>
      isId(id) ? reader.find(resources.account, "GET /user/{id}", { id }) : undefined,
    findRepository: async (owner, repo) => {
      if (!isPathSegment(owner) || !isPathSegment(repo)) return undefined;
      return reader.find(resources.repository, "GET /repos/{owner}/{repo}", { owner, repo });
    },
    findRepositoryById: async (id) =>
      isId(id) ? reader.find(resources.repository, "GET /repositories/{id}", { id }) : undefined,
  };
}
