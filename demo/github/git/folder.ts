import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateSync } from "node:zlib";
import type { RepositoryRecord } from "../world.ts";
import { toCommitObject, toTree, type GitObject } from "./objects.ts";

/** The lab's repositories as git reads them: bare ones in a folder of the system's, made when git first asks for one. */
export class GitFolder {
  #root: Promise<string> | undefined;
  readonly #written = new Map<number, Set<string>>();
  /** What each file says that changes, so that a reader's is left alone while it says the same. */
  readonly #said = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();

  /** Brings the repository's folder up to date; answers the folder that all are in. */
  async write(repository: RepositoryRecord): Promise<{ root: string; name: string }> {
    const name = `${String(repository.id)}.git`;
    const root = await (this.#root ??= mkdtemp(path.join(tmpdir(), "ployst-lab-git-")));
    const written = this.#last.then(() => this.#update(path.join(root, name), repository));
    this.#last = written.catch(() => undefined);
    await written;
    return { root, name };
  }

  async remove(): Promise<void> {
    await this.#last;
    const root = await this.#root;
    if (root !== undefined) await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }

  async #update(folder: string, repository: RepositoryRecord): Promise<void> {
    const written = this.#written.get(repository.id) ?? new Set<string>();
    this.#written.set(repository.id, written);
    for (const name of ["objects", "refs/heads", "refs/tags"])
      await mkdir(path.join(folder, name), { recursive: true });
    await this.#say(path.join(folder, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    for (const commit of repository.commits.values()) {
      if (written.has(commit.sha)) continue;
      for (const object of [...toTree(commit.files), toCommitObject(commit)])
        await writeObject(folder, object);
      written.add(commit.sha);
    }
    const refs = [
      ...[...repository.branches].map(([name, sha]) => [`refs/heads/${name}`, sha] as const),
      ...[...repository.tags].map(([name, sha]) => [`refs/tags/${name}`, sha] as const),
    ].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const lines = refs.map(([name, sha]) => `${sha} ${name}\n`).join("");
    await this.#say(
      path.join(folder, "packed-refs"),
      `# pack-refs with: peeled fully-peeled sorted \n${lines}`,
    );
    await this.#say(path.join(folder, "HEAD"), `ref: refs/heads/${repository.defaultBranch}\n`);
  }

  /** Renamed into its place: a git that reads meanwhile sees the file before or after, never a part of it. */
  async #say(file: string, text: string): Promise<void> {
    if (this.#said.get(file) === text) return;
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
    this.#said.set(file, text);
  }
}

async function writeObject(folder: string, { id, bytes }: GitObject): Promise<void> {
  const place = path.join(folder, "objects", id.slice(0, 2));
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, id.slice(2)), deflateSync(bytes));
}
