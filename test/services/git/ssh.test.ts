import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { GitCredential, GitRepository } from "../../../src/adapters/git/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { aTransfer, makeGit, type TestGit } from "../../adapters/git/make-git.ts";
import { makeGitRepositories, type GitRepositories } from "../../support/git/repositories.ts";
import { withSshKeygen } from "../../support/ssh-keygen.ts";
import { describeWithSshd } from "../../support/describe-with-sshd.ts";
import type { Sshd } from "../../../demo/hosts/sshd.ts";
import { startGitSshd } from "./git-sshd.ts";

describeWithSshd("git over SSH", () => {
  let repositories: GitRepositories;
  let sshd: Sshd;
  let made: TestGit;
  let hello: GitRepository;
  let key: GitCredential;
  let first: string;
  before(async () => {
    repositories = await makeGitRepositories();
    first = await repositories.create("octo/hello");
    sshd = await startGitSshd(repositories.root);
    key = { kind: "key", privateKey: sshd.privateKey };
  });
  after(async () => {
    await sshd.close();
    await repositories.cleanup();
  });
  beforeEach(async () => {
    made = await makeGit();
    hello = made.git.parseUrl(`ssh://${sshd.user}@localhost:${String(sshd.port)}/octo/hello`);
  });
  afterEach(() => made.cleanup());
  const signal = new AbortController().signal;
  const known = (): string => `[localhost]:${String(sshd.port)}`;

  it("copies a repository with a key that opens nothing else, and leaves no key behind", async () => {
    assert.equal(await made.git.findHead(hello, { credential: key, signal }), "main");
    await made.git.clone(hello, aTransfer({ credential: key }), "main");

    assert.equal(await made.git.hasCommit(hello, first), true);
    const second = await repositories.commit("octo/hello");
    await made.git.fetch(hello, aTransfer({ credential: key }), "main");
    assert.equal(await made.git.hasCommit(hello, second), true);
    assert.deepEqual(await readdir(path.join(made.cloneRoot, ".unfinished")), []);
    const config = await readFile(path.join(await made.git.pathOf(hello), "config"), "utf8");
    assert.doesNotMatch(config, /ssh|remote|url/i);
  });

  it("keeps the keys that a host showed first, and refuses another", async () => {
    await made.git.findHead(hello, { credential: key, signal });
    assert.deepEqual(made.pins.get(known()), [sshd.hostKey]);

    await sshd.replaceHostKey();

    await assert.rejects(made.git.findHead(hello, { credential: key, signal }), (error) =>
      isFault(error, "GIT_HOST_KEY_CHANGED"),
    );
    assert.notDeepEqual(made.pins.get(known()), [sshd.hostKey]);
    made.pins.delete(known());
    assert.equal(await made.git.findHead(hello, { credential: key, signal }), "main");
  });

  it("takes the keys that a host publishes, without asking it", async () => {
    let published: readonly string[] = [sshd.hostKey];
    const trusting = await makeGit({
      cloneRoot: made.cloneRoot,
      findPublishedKeys: (host) => Promise.resolve(host === "localhost" ? published : undefined),
    });

    assert.equal(await trusting.git.findHead(hello, { credential: key, signal }), "main");
    published = [`ssh-ed25519 ${"A".repeat(68)}`];
    await assert.rejects(trusting.git.findHead(hello, { credential: key, signal }), (error) =>
      isFault(error, "GIT_HOST_KEY_CHANGED"),
    );
    assert.equal(trusting.pins.size, 0);
  });

  it("says that a key doesn't open it, or that there is none", async () => {
    const unreachable = (error: unknown): boolean => isFault(error, "GIT_REPOSITORY_UNREACHABLE");
    const privateKey = await withSshKeygen((keygen) => keygen.make("-t", "ed25519", "-N", ""));

    const findHead = (credential: GitCredential) => made.git.findHead(hello, { credential, signal });
    await assert.rejects(findHead({ kind: "key", privateKey }), unreachable);
    await assert.rejects(findHead({ kind: "key", privateKey: "no key at all" }), unreachable);
    await assert.rejects(findHead({ kind: "none" }), unreachable);
    const none = made.git.parseUrl(hello.url.replace("hello", "none"));
    await assert.rejects(made.git.findHead(none, { credential: key, signal }), unreachable);
    assert.deepEqual(await readdir(path.join(made.cloneRoot, ".unfinished")), []);
  });

  it("says that a host doesn't answer", async () => {
    const silent = made.git.parseUrl("ssh://git@localhost:1/octo/hello");

    await assert.rejects(made.git.findHead(silent, { credential: key, signal }), (error) =>
      isFault(error, "GIT_HOST_UNREACHABLE"),
    );
    assert.equal(made.pins.size, 0);
  });
});
