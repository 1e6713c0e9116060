import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import type { GitReads, GitRepository } from "../../../src/adapters/git/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { startGitHttpHost, type GitHttpHost } from "../../support/git/http-host.ts";
import { makeGitRepositories, type GitRepositories } from "../../support/git/repositories.ts";
import { aTransfer, makeGit, type TestGit } from "../../adapters/git/make-git.ts";

const run = promisify(execFile);
const NEVER = new AbortController().signal;
const NAME = "octo/hello";

describe("reading a mirror", () => {
  let repositories: GitRepositories;
  let host: GitHttpHost;
  let made: TestGit;
  let hello: GitRepository;
  let first: string;
  let second: string;
  before(async () => {
    repositories = await makeGitRepositories();
    first = await repositories.create(NAME);
    second = await repositories.write(NAME, {
      message: "Say hello\n\nAt length.",
      files: { "src/hello.sh": "echo hello\n" },
    });
    await repositories.git(NAME, "tag", "-a", "-m", "one", "v1", first);
    await repositories.git(NAME, "tag", "light", first);
    await repositories.git(NAME, "tag", "main", first);
    await repositories.write(NAME, { branch: "side", from: first, files: { aside: "x" } });
    host = await startGitHttpHost(repositories.root);
    made = await makeGit({ plainHosts: new Set([host.host]) });
    hello = made.git.parseUrl(`http://${host.host}/${NAME}`);
    await made.git.clone(hello, aTransfer(), "main");
  });
  after(async () => {
    await host.close();
    await made.cleanup();
    await repositories.cleanup();
  });
  const fetch = (): Promise<void> => made.git.fetch(hello, aTransfer(), "main");
  const resolve = (name: string): ReturnType<GitReads["resolveRef"]> =>
    made.git.resolveRef(hello, name, NEVER);

  it("resolves branches, tags to their commit, and ids", async () => {
    assert.deepEqual(await resolve("main"), { kind: "branch", ref: "main", sha: second });
    assert.deepEqual(await resolve("refs/tags/main"), { kind: "tag", ref: "main", sha: first });
    assert.deepEqual(await resolve("v1"), { kind: "tag", ref: "v1", sha: first });
    assert.deepEqual(await resolve("light"), { kind: "tag", ref: "light", sha: first });
    const short = first.slice(0, 8);
    assert.deepEqual(await resolve(short.toUpperCase()), { kind: "commit", ref: short, sha: first });
    assert.deepEqual(await resolve(first), { kind: "commit", ref: first, sha: first });
  });

  it("follows a branch that was moved by force", async () => {
    await repositories.git(NAME, "update-ref", "refs/heads/moved", second);
    await fetch();
    assert.equal((await resolve("moved")).sha, second);

    await repositories.git(NAME, "update-ref", "refs/heads/moved", first);
    await fetch();

    assert.equal((await resolve("moved")).sha, first);
    assert.equal(await made.git.relate(hello, second, first, NEVER), "behind");
  });

  it("says which name may be meant by one that it hasn't", async () => {
    const unknown = (suggestion: string) => (error: unknown) =>
      isFault(error, "GIT_REF_UNKNOWN") && error.sentence.includes(suggestion);

    await assert.rejects(resolve("mian"), unknown('Did you mean "main"?'));
    await assert.rejects(resolve("nothing-like-it"), unknown("Check the spelling"));
    await assert.rejects(resolve("f".repeat(40)), unknown("Check the spelling"));
    // The id of a tree is not one of a commit.
    const tree = await repositories.git(NAME, "rev-parse", `${first}^{tree}`);
    await assert.rejects(resolve(tree), unknown("Check the spelling"));
    await assert.rejects(resolve("--help"), (error) => isFault(error, "GIT_REF_MALFORMED"));
  });

  it("says how commits stand to each other, and what lies between them", async () => {
    const { sha: side } = await resolve("side");
    const relate = (from: string, to: string) => made.git.relate(hello, from, to, NEVER);
    assert.equal(await relate(first, second), "ahead");
    assert.equal(await relate(second, first), "behind");
    assert.equal(await relate(first, first), "same");
    assert.equal(await relate(side, second), "diverged");
    assert.equal(await relate("e".repeat(40), second), "unknown");

    const { commits, count } = await made.git.listCommits(hello, { from: first, to: second, most: 5 }, NEVER);
    assert.equal(count, 1);
    assert.deepEqual(commits, [
      { sha: second, subject: "Say hello", author: "Ada Lovelace", at: new Date(1_700_000_000_000) },
    ]);
    const all = await made.git.listCommits(hello, { from: "", to: second, most: 1 }, NEVER);
    assert.deepEqual([all.count, all.commits.length], [2, 1]);
  });

  it("bounds what somebody wrote into a commit", async () => {
    const message = `${"é".repeat(5_000)}\u001f\n`;
    await repositories.write(NAME, { branch: "long", from: first, message });
    await fetch();
    const { sha } = await resolve("long");

    const { commits } = await made.git.listCommits(hello, { from: first, to: sha, most: 1_000 }, NEVER);

    assert.equal(commits.length, 1);
    assert.ok((commits[0]?.subject.length ?? 0) <= 200);
  });

  it("archives a commit's files, whole or not at all", async () => {
    const tar = await made.git.withArchive(hello, second, buffer, NEVER);
    assert.ok(tar.includes("src/hello.sh") && tar.includes("echo hello"));
    assert.ok(tar.length % 512 === 0);
    // git has long ended by then.
    const late = async (output: Readable): Promise<Buffer> => {
      await pause(500);
      return buffer(output);
    };
    assert.deepEqual(await made.git.withArchive(hello, second, late, NEVER), tar);

    await assert.rejects(made.git.withArchive(hello, "e".repeat(40), buffer, NEVER), (error) =>
      isFault(error, "GIT_READ_FAILED"),
    );
    await assert.rejects(made.git.withArchive(hello, "main", buffer, NEVER), RangeError);
    assert.deepEqual(await readdir(path.join(made.cloneRoot, ".unfinished")), []);
  });

  it("refuses what an archive would leave out", async () => {
    const link = { link: second };
    const submodule = await repositories.write(NAME, {
      branch: "sub",
      from: first,
      files: { "vendor/x": link },
    });
    const attributes = "# big ones\n*.psd filter=lfs diff=lfs -text\n";
    const inRoot = { branch: "lfs", from: first, files: { ".gitattributes": attributes } };
    const below = { branch: "lfs-below", from: first, files: { "assets/big/.gitattributes": attributes } };
    const lfs = [await repositories.write(NAME, inRoot), await repositories.write(NAME, below)];
    const commented = { ".gitattributes": "# no filter=lfs here\n*.txt text\n" };
    const plain = await repositories.write(NAME, { branch: "plain", from: first, files: commented });
    await fetch();
    const require = (sha: string) => made.git.requireWhole(hello, sha, NEVER);

    await assert.rejects(require(submodule), (error) => isFault(error, "GIT_SUBMODULES_UNSUPPORTED"));
    for (const sha of lfs)
      await assert.rejects(require(sha), (error) => isFault(error, "GIT_LFS_UNSUPPORTED"));
    await require(plain);
    await require(second);
  });

  describe("of which much is archived", () => {
    let large: string;
    before(async () => {
      await repositories.commit(NAME, { branch: "large", bytes: randomBytes(8 * 2 ** 20) });
      await fetch();
      large = (await resolve("large")).sha;
    });

    it("ends with its reader", async () => {
      const readSome = async (archive: Readable): Promise<string> => {
        for await (const chunk of archive as AsyncIterable<Buffer>) return String(chunk.length > 0);
        return "nothing";
      };
      assert.equal(await made.git.withArchive(hello, large, readSome, NEVER), "true");

      const fail = (): Promise<never> => Promise.reject(new Error("the server hung up"));
      await assert.rejects(made.git.withArchive(hello, large, fail, NEVER), /hung up/);
      assert.deepEqual(await readdir(path.join(made.cloneRoot, ".unfinished")), []);
    });

    it("ends when it is told to, though nobody reads", async () => {
      const controller = new AbortController();
      const stall = (archive: Readable): Promise<void> =>
        new Promise((_resolve, reject) => {
          archive.once("readable", () => controller.abort(new Error("cancelled")));
          archive.once("error", reject);
        });

      await assert.rejects(made.git.withArchive(hello, large, stall, controller.signal), /cancelled/);
      assert.deepEqual(await readdir(path.join(made.cloneRoot, ".unfinished")), []);
    });

    it("fails in the middle where the mirror is broken, and never ends as if it were whole", async () => {
      const broken = await breakIn(await made.git.pathOf(hello), large);
      const seen = { bytes: 0, hasEnded: false };
      const read = async (archive: Readable): Promise<void> => {
        archive.once("end", () => (seen.hasEnded = true));
        for await (const chunk of archive as AsyncIterable<Buffer>) seen.bytes += chunk.length;
      };

      await assert.rejects(made.git.withArchive(hello, broken, read, NEVER), (error) =>
        isFault(error, "GIT_READ_FAILED"),
      );

      assert.ok(seen.bytes > 2 ** 20, String(seen.bytes));
      assert.equal(seen.hasEnded, false);
    });
  });
});

/** A commit in the mirror with the files of another, and after them one that isn't there. */
async function breakIn(gitDir: string, like: string): Promise<string> {
  const env = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b",
  };
  const options = { cwd: gitDir, env: { PATH: process.env["PATH"], GIT_DIR: gitDir, ...env } };
  const { stdout: entries } = await run("git", ["ls-tree", like], options);
  const making = run("git", ["mktree", "--missing"], options);
  making.child.stdin?.end(`${entries}100644 blob ${"e".repeat(40)}\tzz\n`);
  const tree = (await making).stdout.trim();
  return (await run("git", ["commit-tree", "-m", "broken", tree], options)).stdout.trim();
}
