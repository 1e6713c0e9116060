import type { Commit } from "@octokit/webhooks-types";
import { getAccount, getIssue, getRepository } from "../lookups.ts";
import type { RepositoryRecord, World } from "../world.ts";
import { checkRun, checkSuite, type CheckState } from "../acts/checks.ts";
import { headOf, type Files } from "../acts/commits.ts";
import { deleteBranch, push } from "../acts/pushes.ts";
import { toCheckRun, toCheckSuite } from "../shapes/check.ts";
import { toPushCommit } from "../shapes/commit.ts";
import { getPull } from "../shapes/pull.ts";

/** Which commit: by its SHA, as the head of a pull request, or (neither) as the head of the default branch. */
interface Target {
  headSha?: string;
  pr?: number;
}

/** Pushes and checks. */
export interface CodeVerbs {
  push(
    repo: string,
    fields: { by: string; branch?: string; commits: { message: string }[]; forced?: boolean; files?: Files },
  ): Promise<{ branch: string; headSha: string; commits: Commit[] }>;
  /** Puts a tag on a commit, or moves it there; sends nothing. */
  tag(repo: string, fields: { name: string; headSha?: string }): void;
  /** Moves a branch to a commit that the repository has, as a forced push does; sends nothing. */
  moveBranch(repo: string, fields: { branch: string; headSha: string }): void;
  deleteBranch(repo: string, fields: { by: string; branch: string }): Promise<void>;
  /** Creates the named run, or moves the one that is not completed yet. */
  checkRun(
    repo: string,
    fields: Target & CheckState & { name: string; by?: string },
  ): Promise<Record<string, unknown>>;
  checkSuite(repo: string, fields: Target & CheckState & { by?: string }): Promise<Record<string, unknown>>;
}

export function createCodeVerbs(world: World): CodeVerbs {
  return {
    async push(repo, { by, branch, commits, forced, files }) {
      const repository = getRepository(world, repo);
      const target = branch ?? repository.defaultBranch;
      const messages = commits.map(({ message }) => message);
      const done = push(world, repository, getAccount(world, by), target, messages, { forced, files });
      await done.sent;
      const pushed = done.record.map((commit) => toPushCommit(world, repository, commit));
      return { branch: target, headSha: headOf(repository, target), commits: pushed };
    },
    tag(repo, { name, ...target }) {
      const repository = getRepository(world, repo);
      repository.tags.set(name, headShaOf(repository, target));
    },
    moveBranch(repo, { branch, headSha }) {
      const repository = getRepository(world, repo);
      if (!repository.commits.has(headSha)) throw new Error(`${repo} has no commit ${headSha}`);
      repository.branches.set(branch, headSha);
    },
    async deleteBranch(repo, { by, branch }) {
      await deleteBranch(world, getRepository(world, repo), getAccount(world, by), branch).sent;
    },
    async checkRun(repo, { name, by, ...fields }) {
      const repository = getRepository(world, repo);
      const who = { sender: by === undefined ? repository.owner : getAccount(world, by) };
      const headSha = headShaOf(repository, fields);
      const done = checkRun(world, repository, who, headSha, name, fields);
      await done.sent;
      const suite = repository.suites.find(({ runs }) => runs.includes(done.record));
      return suite === undefined ? {} : toCheckRun(world, repository, suite, done.record);
    },
    async checkSuite(repo, { by, ...fields }) {
      const repository = getRepository(world, repo);
      const who = { sender: by === undefined ? repository.owner : getAccount(world, by) };
      const done = checkSuite(world, repository, who, headShaOf(repository, fields), fields);
      await done.sent;
      return toCheckSuite(world, repository, done.record);
    },
  };
}

function headShaOf(repository: RepositoryRecord, { headSha, pr }: Target): string {
  if (headSha !== undefined) return headSha;
  return pr === undefined
    ? headOf(repository, repository.defaultBranch)
    : getPull(getIssue(repository, pr)).headSha;
}
