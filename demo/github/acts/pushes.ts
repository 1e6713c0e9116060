import type { Account, CommitRecord, RepositoryRecord, World } from "../world.ts";
import { emit } from "../webhooks/emit.ts";
import { NULL_SHA } from "../ids.ts";
import { emailOf, toPushCommit } from "../shapes/commit.ts";
import { toUser } from "../shapes/account.ts";
import { repositoryPage, toRepository } from "../shapes/repository.ts";
import { addCommits, headOf, type Files } from "./commits.ts";
import { done, type Done } from "./done.ts";
import type { Mail } from "../webhooks/mail.ts";

/** Pushes commits to a branch; a new branch also sends `create`. */
export function push(
  world: World,
  repository: RepositoryRecord,
  sender: Account,
  branch: string,
  messages: readonly string[],
  { forced = false, files }: { forced?: boolean | undefined; files?: Files | undefined } = {},
): Done<CommitRecord[]> {
  const isNew = !repository.branches.has(branch);
  const before = isNew ? NULL_SHA : headOf(repository, branch);
  const record = addCommits(world, repository, branch, sender, messages, files);
  if (isNew) repository.branches.set(branch, headOf(repository, branch));
  const created = isNew
    ? [emit(world, { event: "create", repository, sender, payload: toRefPayload(repository, branch) })]
    : [];
  return done(world, record, [
    announcePush(world, repository, sender, { branch, before, forced, record }),
    ...created,
  ]);
}

/** Deletes a branch: `push` with `deleted`, and `delete`. */
export function deleteBranch(
  world: World,
  repository: RepositoryRecord,
  sender: Account,
  branch: string,
): Done<string> {
  const before = headOf(repository, branch);
  repository.branches.delete(branch);
  const payload = { ref: branch, ref_type: "branch", pusher_type: "user" };
  const deleted = emit(world, { event: "delete", repository, sender, payload });
  const pushed = announcePush(world, repository, sender, {
    branch,
    before,
    forced: false,
    record: undefined,
  });
  return done(world, branch, [pushed, deleted]);
}

function toRefPayload(repository: RepositoryRecord, branch: string): Record<string, unknown> {
  const { defaultBranch, description } = repository;
  return { ref: branch, ref_type: "branch", master_branch: defaultBranch, description, pusher_type: "user" };
}

/** The event `push`; in it the repository's times are epoch seconds, as GitHub does. */
export function announcePush(
  world: World,
  repository: RepositoryRecord,
  sender: Account,
  change: { branch: string; before: string; forced: boolean; record: readonly CommitRecord[] | undefined },
): Mail {
  const { branch, before, forced, record } = change;
  const after = record === undefined ? NULL_SHA : headOf(repository, branch);
  const commits = (record ?? []).map((commit) => toPushCommit(world, repository, commit));
  const head = repository.commits.get(after);
  const seconds = (text: string): number => Date.parse(text) / 1000;
  const payload = {
    ref: `refs/heads/${branch}`,
    before,
    after,
    created: before === NULL_SHA,
    deleted: record === undefined,
    forced,
    base_ref: null,
    compare: `${repositoryPage(world, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits,
    head_commit: head === undefined ? null : toPushCommit(world, repository, head),
    pusher: { name: sender.login, email: emailOf(sender) },
    repository: {
      ...toRepository(world, repository),
      owner: {
        ...toUser(world, repository.owner),
        name: repository.owner.login,
        email: repository.owner.email,
      },
      stargazers: 0,
      created_at: seconds(repository.createdAt),
      pushed_at: seconds(repository.pushedAt),
      master_branch: repository.defaultBranch,
    },
  };
  return emit(world, { event: "push", repository, sender, payload });
}
