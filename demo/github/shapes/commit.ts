import type { Commit, Committer } from "@octokit/webhooks-types";
import type { Account, CommitRecord, RepositoryRecord, World } from "../world.ts";
import { toUser } from "./account.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

export function emailOf(account: Account): string {
  return account.email ?? `${String(account.id)}+${account.login}@users.noreply.github.com`;
}

function toCommitter(account: Account): Committer {
  return { name: account.name, email: emailOf(account), username: account.login };
}

/** A commit as `push` events carry it. */
export function toPushCommit(world: World, repository: RepositoryRecord, commit: CommitRecord): Commit {
  return {
    id: commit.sha,
    tree_id: commit.treeSha,
    distinct: true,
    message: commit.message,
    timestamp: commit.at,
    url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    author: toCommitter(commit.author),
    committer: toCommitter(commit.author),
    added: [],
    removed: [],
    modified: ["README.md"],
  };
}

/** A commit of `GET /repos/{owner}/{repo}/commits/{ref}`. */
export function toCommit(
  world: World,
  repository: RepositoryRecord,
  commit: CommitRecord,
): Record<string, unknown> {
  const url = `${repositoryUrl(world, repository)}/commits/${commit.sha}`;
  const git = { name: commit.author.name, email: emailOf(commit.author), date: commit.at };
  const parents = commit.parent === null ? [] : [{ sha: commit.parent }];
  return {
    sha: commit.sha,
    url,
    html_url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      author: git,
      committer: git,
      message: commit.message,
      tree: { sha: commit.treeSha },
      comment_count: 0,
    },
    author: toUser(world, commit.author),
    committer: toUser(world, commit.author),
    parents,
  };
}
