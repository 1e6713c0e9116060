import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Real repositories of a host, as folders: `root/octo/hello.git`. */
export interface GitRepositories {
  readonly root: string;
  /** Makes a bare repository with one commit on `main`; answers the commit. */
  create(name: string): Promise<string>;
  /** Adds a commit to a branch; answers it. */
  commit(name: string, change?: { readonly branch?: string; readonly bytes?: Buffer }): Promise<string>;
  git(name: string, ...args: readonly string[]): Promise<string>;
  cleanup(): Promise<void>;
}

const PERSON = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@b",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@b",
};

export async function makeGitRepositories(): Promise<GitRepositories> {
  const root = await mkdtemp(path.join(tmpdir(), "ployst-git-host-"));
  const env = { PATH: process.env["PATH"], HOME: root, GIT_CONFIG_NOSYSTEM: "1", ...PERSON };
  const git = async (name: string, ...args: readonly string[]): Promise<string> => {
    const cwd = path.join(root, `${name}.git`);
    return (await run("git", [...args], { cwd, env })).stdout.trim();
  };
  const commit: GitRepositories["commit"] = async (name, { branch = "main", bytes } = {}) => {
    const file = path.join(root, "blob");
    await writeFile(file, bytes ?? `${name} ${branch} ${String(process.hrtime.bigint())}\n`);
    const blob = await git(name, "hash-object", "-w", "--", file);
    await writeFile(file, `100644 blob ${blob}\tfile\n`);
    const tree = await run("sh", ["-c", 'git mktree < "$0"', file], {
      cwd: path.join(root, `${name}.git`),
      env,
    });
    const sha = await git(name, "commit-tree", "-m", "change", tree.stdout.trim());
    await git(name, "update-ref", `refs/heads/${branch}`, sha);
    return sha;
  };
  return {
    root,
    git,
    commit,
    create: async (name) => {
      const folder = path.join(root, `${name}.git`);
      await mkdir(folder, { recursive: true });
      await git(name, "init", "--quiet", "--bare", "--initial-branch=main", ".");
      return commit(name);
    },
    cleanup: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
