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
  /** Adds a commit after the branch's own, with these files beside those that it has; answers it. */
  write(name: string, change: WrittenCommit): Promise<string>;
  git(name: string, ...args: readonly string[]): Promise<string>;
  cleanup(): Promise<void>;
}

export interface WrittenCommit {
  readonly branch?: string;
  /** Where a new branch begins. */
  readonly from?: string;
  readonly message?: string;
  /** Text by path; of a submodule `{ link }` with its commit. */
  readonly files?: Readonly<Record<string, string | { readonly link: string }>>;
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
  const write: GitRepositories["write"] = async (name, change) => {
    const { branch = "main", from = `refs/heads/${branch}^0`, message = "change", files = {} } = change;
    const changes = Object.entries(files).map(([file, content]) =>
      typeof content === "string"
        ? `M 100644 inline ${file}\ndata ${String(Buffer.byteLength(content))}\n${content}\n`
        : `M 160000 ${content.link} ${file}\n`,
    );
    const head = `commit refs/heads/${branch}\ncommitter Ada Lovelace <ada@example.com> 1700000000 +0000\n`;
    const stream = `${head}data ${String(Buffer.byteLength(message))}\n${message}\nfrom ${from}\n${changes.join("")}`;
    const running = run("git", ["fast-import", "--quiet"], { cwd: path.join(root, `${name}.git`), env });
    running.child.stdin?.end(stream);
    await running;
    return git(name, "rev-parse", `refs/heads/${branch}`);
  };
  return {
    root,
    git,
    commit,
    write,
    create: async (name) => {
      const folder = path.join(root, `${name}.git`);
      await mkdir(folder, { recursive: true });
      await git(name, "init", "--quiet", "--bare", "--initial-branch=main", ".");
      return commit(name);
    },
    cleanup: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
