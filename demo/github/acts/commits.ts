import type { Account, CommitRecord, RepositoryRecord, World } from "../world.ts";
import { toCommitObject, toTree } from "../git/objects.ts";
import { touch } from "../stamps.ts";

/** The head of a branch; a branch nobody made yet starts at the default branch. */
export function headOf(repository: RepositoryRecord, branch: string): string {
  const head = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch);
  if (head === undefined) throw new Error(`${repository.name} has no branch ${repository.defaultBranch}`);
  return head;
}

export type Files = Readonly<Record<string, string>>;

/** A commit as git has it: its id is that of its content. */
export function makeCommit(fields: Omit<CommitRecord, "sha" | "treeSha">): CommitRecord {
  const treeSha = toTree(fields.files).at(-1)?.id ?? "";
  return { ...fields, treeSha, sha: toCommitObject({ ...fields, treeSha }).id };
}

/** Adds commits to a branch, oldest first, and moves its head. Without `files` each adds a line to the readme. */
export function addCommits(
  world: World,
  repository: RepositoryRecord,
  branch: string,
  author: Account,
  messages: readonly string[],
  files?: Files,
): CommitRecord[] {
  const at = touch(world, repository);
  repository.pushedAt = at;
  return messages.map((message) => {
    const parent = headOf(repository, branch);
    const before = repository.commits.get(parent)?.files ?? {};
    // The number tells apart what is otherwise the same twice in one second.
    const line = `${before["README.md"] ?? ""}\n${String(world.nextId())} ${message}\n`;
    const after = { ...before, ...(files ?? { "README.md": line }) };
    const record = makeCommit({ parent, message, author, at, files: after });
    repository.commits.set(record.sha, record);
    repository.branches.set(branch, record.sha);
    return record;
  });
}
