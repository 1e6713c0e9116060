import type { Commit } from "@octokit/webhooks-types";
import { getAccount, getIssue, getRepository } from "../lookups.ts";
import type { RepositoryRecord, World } from "../world.ts";
import { checkRun, checkSuite, type CheckState } from "../acts/checks.ts";
import { headOf } from "../acts/commits.ts";
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
    fields: { by: string; branch?: string; commits: { message: string }[]; forced?: boolean },
  ): Promise<{ branch: string; headSha: string; commits: Commit[] }>;
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
    async push(repo, { by, branch, commits, forced }) {
      const repository = getRepository(world, repo);
      const target = branch ?? repository.defaultBranch;
      const messages = commits.map(({ message }) => message);
      const done = push(world, repository, getAccount(world, by), target, messages, forced);
      await done.sent;
      const pushed = done.record.map((commit) => toPushCommit(world, repository, commit));
      return { branch: target, headSha: headOf(repository, target), commits: pushed };
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
