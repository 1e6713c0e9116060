import type { Account, CommitRecord, RepositoryRecord, World } from "../world.ts";
import { sha } from "../ids.ts";
import { touch } from "../stamps.ts";

/** The head of a branch; a branch nobody made yet starts at the default branch. */
export function headOf(repository: RepositoryRecord, branch: string): string {
  const head = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch);
  if (head === undefined) throw new Error(`${repository.name} has no branch ${repository.defaultBranch}`);
  return head;
}

/** Adds commits to a branch, oldest first, and moves its head. */
export function addCommits(
  world: World,
  repository: RepositoryRecord,
  branch: string,
  author: Account,
  messages: readonly string[],
): CommitRecord[] {
  const at = touch(world, repository);
  repository.pushedAt = at;
  return messages.map((message) => {
    const parent = headOf(repository, branch);
    const id = sha("commit", repository.id, parent, message, world.nextId());
    const record: CommitRecord = { sha: id, treeSha: sha("tree", id), parent, message, author, at };
    repository.commits.set(id, record);
    repository.branches.set(branch, id);
    return record;
  });
}
