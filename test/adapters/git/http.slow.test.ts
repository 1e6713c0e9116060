import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile, readlink, symlink, mkdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { GitCredential, GitProgress, GitRepository } from "../../../src/adapters/git/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { startGitHttpHost, type GitHttpHost } from "../../support/git/http-host.ts";
import { makeGitRepositories, type GitRepositories } from "../../support/git/repositories.ts";
import { until } from "../../support/until.ts";
import { aTransfer, makeGit, type TestGit } from "./make-git.ts";

const run = promisify(execFile);
const SECRET = "ghs_verysecrettoken";
const TOKEN: GitCredential = { kind: "token", username: "x-access-token", token: SECRET };

describe("git over HTTP", () => {
  let repositories: GitRepositories;
  let host: GitHttpHost;
  let made: TestGit;
  let hello: GitRepository;
  let first: string;
  beforeEach(async () => {
    repositories = await makeGitRepositories();
    first = await repositories.create("octo/hello");
    host = await startGitHttpHost(repositories.root, `x-access-token:${SECRET}`);
    made = await makeGit({ plainHosts: new Set([host.host]) });
    hello = made.git.parseUrl(`http://${host.host}/octo/hello`);
  });
  afterEach(async () => {
    await host.close();
    await made.cleanup();
    await repositories.cleanup();
  });
  const signal = new AbortController().signal;

  it("copies a repository with its progress, and follows it", async () => {
    const { git } = made;
    const progress: GitProgress[] = [];
    const transfer = aTransfer({ credential: TOKEN, onProgress: (one) => progress.push(one) });

    const head = await git.findHead(hello, { credential: TOKEN, signal });
    assert.equal(head, "main");
    assert.equal(await git.hasMirror(hello), false);
    await git.clone(hello, transfer, head);

    assert.equal(await git.hasMirror(hello), true);
    assert.equal(await git.hasCommit(hello, first), true);
    assert.ok(progress.some(({ percent }) => percent === 100));
    assert.ok((await git.countBytes(hello)) > 500);
    const folder = await git.pathOf(hello);
    assert.equal(await readFile(path.join(folder, "HEAD"), "utf8"), "ref: refs/heads/main\n");

    await repositories.git("octo/hello", "branch", "gone", first);
    await git.fetch(hello, transfer, head);
    const second = await repositories.commit("octo/hello");
    await repositories.git("octo/hello", "branch", "-D", "gone");
    assert.equal(await git.hasCommit(hello, second), false);
    await git.fetch(hello, transfer, head);
    assert.equal(await git.hasCommit(hello, second), true);
    const refs = await readdir(path.join(folder, "refs/heads"));
    assert.deepEqual(refs, ["main"]);
    await git.remove(hello);
    assert.equal(await git.hasMirror(hello), false);
    assert.equal(await git.countBytes(hello), 0);
  });

  it("brings the token to the host, and shows it in no argument and no file", async () => {
    const seen: string[] = [];
    let isHeld = true;
    host.answer = (request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
        return;
      }
      void until(() => !isHeld).then(() => response.writeHead(404).end());
    };

    const asked = assert.rejects(
      made.git.clone(hello, aTransfer({ credential: TOKEN }), undefined),
      (error) => isFault(error, "GIT_REPOSITORY_UNREACHABLE"),
    );
    await until(async () => {
      seen.push(...(await listArguments()));
      return host.seen.includes(`x-access-token:${SECRET}`);
    });
    seen.push(...(await listArguments()));
    const files = await readAll(made.cloneRoot);
    isHeld = false;
    await asked;

    assert.ok(seen.some((line) => line.includes("PLOYST_GIT_PASSWORD") && line.includes("fetch")));
    assert.ok(!seen.some((line) => line.includes(SECRET)));
    assert.ok(files.length > 1);
    assert.ok(!files.some((text) => text.includes(SECRET)));
    host.answer = undefined;
    await made.git.clone(hello, aTransfer({ credential: TOKEN }), undefined);
    assert.ok(!(await readAll(made.cloneRoot)).some((text) => text.includes(SECRET)));
  });

  it("doesn't bring the token elsewhere when it is sent there", async () => {
    const thief = await startGitHttpHost(repositories.root, "nobody:in");
    host.answer = (request, response) => {
      response.writeHead(301, { location: `http://${thief.host}${request.url ?? ""}` }).end();
    };

    await assert.rejects(made.git.findHead(hello, { credential: TOKEN, signal }));
    const trusting = await makeGit({
      plainHosts: new Set([host.host]),
      trustedHosts: new Set(["localhost"]),
      cloneRoot: made.cloneRoot,
    });
    await assert.rejects(trusting.git.findHead(hello, { credential: TOKEN, signal }));

    assert.ok(thief.seen.length > 0);
    assert.deepEqual(new Set(thief.seen), new Set([""]));
    await thief.close();
  });

  it("says alike that something is missing and that it may not be read", async () => {
    const none = made.git.parseUrl(`http://${host.host}/octo/none`);
    const unreachable = (error: unknown): boolean => isFault(error, "GIT_REPOSITORY_UNREACHABLE");

    await assert.rejects(made.git.findHead(none, { credential: TOKEN, signal }), unreachable);
    await assert.rejects(made.git.findHead(hello, { credential: { kind: "none" }, signal }), unreachable);
    const wrong = { ...TOKEN, token: "wrong" };
    await assert.rejects(made.git.clone(hello, aTransfer({ credential: wrong }), "main"), unreachable);
    assert.equal(await made.git.hasMirror(hello), false);
  });

  it("says that a host doesn't answer, or is private", async () => {
    const { port } = new URL(`http://${host.host}`);
    await host.close();
    await assert.rejects(made.git.findHead(hello, { credential: TOKEN, signal }), (error) =>
      isFault(error, "GIT_HOST_UNREACHABLE"),
    );
    host = await startGitHttpHost(repositories.root);
    const asked: string[] = [];
    const guarded = await makeGit({
      cloneRoot: made.cloneRoot,
      plainHosts: new Set([host.host]),
      allowsAddress: (address, name) => {
        asked.push(`${name} ${address}`);
        return false;
      },
    });
    const repository = guarded.git.parseUrl(`http://${host.host}/octo/hello`);
    await assert.rejects(guarded.git.findHead(repository, { credential: TOKEN, signal }), (error) =>
      isFault(error, "GIT_HOST_PRIVATE"),
    );
    assert.ok(
      asked.some((line) => /^localhost (?:127\.0\.0\.1|::1)$/.test(line)),
      port,
    );
    assert.deepEqual(host.seen, []);
  });

  it("gives up on a host that keeps silent, and on a signal, and leaves no process", async () => {
    host.answer = () => undefined;
    const quick = await makeGit({
      cloneRoot: made.cloneRoot,
      plainHosts: new Set([host.host]),
      limitsMs: { transfer: 10_000, silence: 300 },
    });
    await assert.rejects(quick.git.clone(hello, aTransfer(), undefined), (error) =>
      isFault(error, "GIT_TIMED_OUT"),
    );

    const controller = new AbortController();
    const cloning = made.git.clone(hello, aTransfer({ signal: controller.signal }), undefined);
    await until(async () => (await listArguments()).some((line) => line.includes(made.cloneRoot)));
    controller.abort(new Error("the lease was lost"));
    await assert.rejects(cloning, /the lease was lost/);
    await until(async () => !(await listArguments()).some((line) => line.includes(made.cloneRoot)));
    assert.deepEqual(await readdir(path.join(made.cloneRoot, ".unfinished")), []);
  });

  it("ends a transfer that brings more than may be kept", async () => {
    await repositories.commit("octo/hello", { bytes: randomBytes(3_000_000) });

    await assert.rejects(
      made.git.clone(hello, aTransfer({ credential: TOKEN, mostBytes: 1_000_000 }), "main"),
      (error) => isFault(error, "GIT_REPOSITORY_TOO_LARGE"),
    );

    assert.equal(await made.git.hasMirror(hello), false);
  });

  it("stays below its root, whatever links there are", async () => {
    const outside = await makeGit();
    await mkdir(made.cloneRoot, { recursive: true });
    const folder = path.dirname(path.dirname(hello.path));
    await symlink(outside.cloneRoot, path.join(made.cloneRoot, folder));

    await assert.rejects(made.git.pathOf(hello), (error) => isFault(error, "GIT_URL_MALFORMED"));
    await assert.rejects(made.git.pathOf({ ...hello, path: "../../etc" }), (error) =>
      isFault(error, "GIT_URL_MALFORMED"),
    );
    assert.deepEqual(await readlink(path.join(made.cloneRoot, folder)), outside.cloneRoot);
    await outside.cleanup();
  });

  it("takes nothing for a commit but a commit's id", async () => {
    await made.git.clone(hello, aTransfer({ credential: TOKEN }), "main");

    for (const sha of ["HEAD", "main", first.slice(0, 10), `${first}^{tree}`, "--help", "-e", ""])
      assert.equal(await made.git.hasCommit(hello, sha), false, sha);
    const tree = await repositories.git("octo/hello", "rev-parse", `${first}^{tree}`);
    assert.equal(await made.git.hasCommit(hello, tree), false);
  });

  it("keeps its worker's name, and removes what the dead left", async () => {
    const again = await makeGit({ cloneRoot: made.cloneRoot });
    assert.equal(await made.git.getWorkerId(), await again.git.getWorkerId());
    assert.match(await made.git.getWorkerId(), /^[\da-f-]{36}$/);
    const unfinished = path.join(made.cloneRoot, ".unfinished");
    const machine = hostname().replace(/[^A-Za-z\d.-]/g, "-");
    const now = Date.now() + 60_000;
    const names = [
      `${now}_${process.pid}_${machine}_mine`,
      `${now}_1_${machine}_other`,
      `${now}_4194999_elsewhere_x`,
    ];
    const dead = [`${now}_4194999_${machine}_x`, `1_${process.pid}_elsewhere_x`, "1_1_x_y", "what"];
    for (const name of [...names, ...dead]) await mkdir(path.join(unfinished, name), { recursive: true });
    await writeFile(path.join(unfinished, dead[0] ?? "", "key"), "secret");

    await made.git.removeLeftovers();

    assert.deepEqual((await readdir(unfinished)).toSorted(), names.toSorted());
  });
});

/** The arguments of every process that runs now. */
async function listArguments(): Promise<readonly string[]> {
  if (process.platform !== "linux") return (await run("ps", ["-Aww", "-o", "args"])).stdout.split("\n");
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => ""));
  return (await Promise.all(all)).map((line) => line.replaceAll("\0", " "));
}

async function readAll(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), "latin1").catch(() => "")),
  );
}
