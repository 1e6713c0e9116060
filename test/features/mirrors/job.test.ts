import assert from "node:assert/strict";
import type { GitCredential } from "../../../src/adapters/git/index.ts";
import type { KeyPairOwner } from "../../../src/adapters/store/index.ts";
import { faults, isFault } from "../../../src/core/errors.ts";
import type { JobRun } from "../../../src/core/job.ts";
import { listCloneAccess, type AccessDeps } from "../../../src/features/mirrors/access.ts";
import type { MirrorRequest } from "../../../src/features/mirrors/deps.ts";
import { followPush, isFollowed } from "../../../src/features/mirrors/follow.ts";
import { MIRROR_JOB, mirrorJob, queueMirrors } from "../../../src/features/mirrors/job.ts";
import { makeGit } from "../../adapters/git/make-git.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const OWNER = { ownerType: "user", ownerId: "ann" } as const;
const HELLO = "https://github.com/octo/hello";
const KEY = { algorithm: "rsa", publicKey: "p", fingerprint: "f", privateKey: "the private key" };

describe("the job that copies a repository", () => {
  let store: TestStore;
  beforeEach(async () => (store = await openTestStore()));
  afterEach(() => store.cleanup());

  const run = async (
    reason: "tracked" | "pushed",
    ensure: (request: MirrorRequest) => Promise<unknown>,
    isKept = true,
  ): Promise<void> => {
    const [id = ""] = await store.transaction((tx) => queueMirrors(tx, OWNER, [HELLO], { reason }));
    const job = await store.read((reads) => reads.jobs.find(id));
    assert.deepEqual([job?.kind, job?.state], [MIRROR_JOB, "queued"]);
    const given: JobRun = {
      ...{ id, targetId: "ann", payload: job?.payload ?? {}, attempt: 1, holder: "me" },
      signal: new AbortController().signal,
    };
    const key = {
      url: "ssh://git@github.com/octo/hello.git",
      credential: { kind: "key", privateKey: "k" },
      way: "key",
    } as const;
    const open = { url: HELLO, credential: { kind: "none" }, way: "open" } as const;
    await mirrorJob().run(given, {
      mirror: {
        listAccess: (url, owner) => {
          assert.deepEqual([url, owner], [HELLO, OWNER]);
          return Promise.resolve([key, open]);
        },
        mirrors: {
          isKept: () => Promise.resolve(isKept),
          ensure: async (request) => {
            await ensure(request);
            return { path: "/", repositoryId: HELLO, bytes: 1 };
          },
        },
        copyCards: { follow: () => assert.fail("nobody watches") },
      },
    });
  };

  it("tries one way after the other where it isn't let in", async () => {
    const tried: string[] = [];
    await run("tracked", async ({ credential, fetch }) => {
      tried.push(`${credential.kind} ${fetch ?? ""}`);
      if (credential.kind === "key") throw faults.GIT_REPOSITORY_UNREACHABLE({ repository: "x" });
    });

    assert.deepEqual(tried, ["key missing", "none missing"]);
  });

  it("ends when nothing helps, and comes again when something may", async () => {
    await run("tracked", () => Promise.reject(faults.GIT_REPOSITORY_UNREACHABLE({ repository: "x" })));
    await assert.rejects(
      run("tracked", () => Promise.reject(faults.GIT_HOST_UNREACHABLE({ host: "x" }))),
      (error) => isFault(error, "GIT_HOST_UNREACHABLE"),
    );
    await assert.rejects(
      run("tracked", () => Promise.reject(new Error("a bug"))),
      /a bug/,
    );
  });

  it("follows a push only where there is a mirror", async () => {
    const tried: (string | undefined)[] = [];
    const ensure = async ({ fetch }: MirrorRequest): Promise<void> => void tried.push(fetch);

    await run("pushed", ensure, false);
    await run("pushed", ensure, true);

    assert.deepEqual(tried, ["always"]);
  });

  it("is begun by a push to what somebody tracks", async () => {
    const place = { ghRepoId: "7", owner: "octo", name: "hello", url: HELLO };
    await store.transaction(async (tx) => {
      const person = { tenantId: "t", teamsUserId: "29:a", aadObjectId: "a", displayName: "A" };
      await tx.trackedRepositories.track((await tx.users.ensure(person)).id, [place]);
    });
    const woken: string[] = [];
    const deps = { store, wakeJobs: (ids: readonly string[]) => void woken.push(...ids) };
    const follow = (event: string, id: number) => followPush({ event }, { repository: { id } }, deps);

    await follow("push", 8);
    await follow("issues", 7);
    await followPush({ event: "push" }, { nonsense: true }, deps);
    assert.deepEqual(woken, []);
    await follow("push", 7);

    const job = await store.read((reads) => reads.jobs.find(String(woken[0])));
    assert.deepEqual([woken.length, job?.payload["url"], job?.payload["reason"]], [1, HELLO, "pushed"]);
    assert.equal(await isFollowed({ event: "push", repositoryId: "7" }, deps), true);
    assert.equal(await isFollowed({ event: "push", repositoryId: "8" }, deps), false);
    assert.equal(await isFollowed({ event: "issues", repositoryId: "7" }, deps), false);
  });
});

describe("the ways to read a repository", () => {
  let store: TestStore;
  let git: AccessDeps["git"];
  let cleanup: () => Promise<void>;
  beforeEach(async () => {
    store = await openTestStore();
    const made = await makeGit();
    git = made.git;
    cleanup = () => made.cleanup();
  });
  afterEach(async () => {
    await cleanup();
    await store.cleanup();
  });
  const asked: string[] = [];
  let variables: Readonly<Record<string, string>> = {};
  const github = (installationId: string | undefined): AccessDeps["github"] => ({
    host: "github.com",
    app: {
      findRepositoryInstallation: async (owner, name) => {
        asked.push(`${owner}/${name}`);
        if (installationId === undefined) return undefined;
        const account = { accountId: "1", accountLogin: "octo", accountType: "Organization" } as const;
        const rights = { repositorySelection: "all", permissions: {}, events: [], htmlUrl: "" } as const;
        return { id: installationId, ...account, ...rights };
      },
    },
    cloning: { getCloneToken: (id, name) => Promise.resolve(`token-${id}-${name}`) },
  });
  const ways = async (
    url: string,
    installationId?: string,
    owner: KeyPairOwner = OWNER,
  ): Promise<readonly (readonly [string, GitCredential])[]> => {
    const deps = { store, git, github: github(installationId), readVariables: async () => variables };
    const found = await listCloneAccess(url, owner, deps);
    return found.map((way) => [way.url, way.credential] as const);
  };
  const token = { kind: "token", username: "x-access-token", token: "token-9-hello" } as const;
  const key = { kind: "key", privateKey: "the private key" } as const;
  const none = { kind: "none" } as const;

  it("are the App's token over HTTPS where it is installed, however the address is written", async () => {
    await store.transaction((tx) => tx.keyPairs.create({ ...OWNER, name: "account", ...KEY }));

    for (const url of [HELLO, "git@github.com:octo/hello.git", `${HELLO}.git`])
      assert.deepEqual(await ways(url, "9"), [[HELLO, token]]);
  });

  it("are one's own key, and then none, elsewhere", async () => {
    const overSsh = "ssh://git@github.com/octo/hello.git";
    assert.deepEqual(await ways(HELLO), [[HELLO, none]]);
    const pair = await store.transaction((tx) => tx.keyPairs.create({ ...OWNER, name: "account", ...KEY }));
    assert.deepEqual(await ways(HELLO), [
      [overSsh, key],
      [HELLO, none],
    ]);
    assert.deepEqual(await ways("ssh://me@git.corp:2222/a/b", "9"), [
      ["ssh://me@git.corp:2222/a/b.git", key],
    ]);
    assert.deepEqual(await ways("https://git.corp:8443/a/b", "9"), [["https://git.corp:8443/a/b", none]]);
    await store.transaction((tx) => tx.keyPairs.revoke(pair?.id ?? ""));
    assert.deepEqual(await ways(HELLO), [[HELLO, none]]);
  });

  it("are the account's key, which GitHub was given, also when it was rotated after another one was made", async () => {
    await store.transaction(async (tx) => {
      const old = await tx.keyPairs.create({ ...OWNER, name: "account", ...KEY });
      const other = { ...KEY, privateKey: "another one", fingerprint: "SHA256:other" };
      await tx.keyPairs.create({ ...OWNER, name: "laptop", ...other });
      const material = { ...KEY, privateKey: "the new one", fingerprint: "SHA256:new" };
      await tx.keyPairs.rotate(old?.id ?? "", material);
    });

    const [first] = await ways(HELLO);

    assert.deepEqual(first?.[1], { kind: "key", privateKey: "the new one" });
  });

  it("are a team's token for that very host, which no other host is ever told", async () => {
    const team = { ownerType: "team", ownerId: "t1" } as const;
    const names = {
      GIT_TOKEN_GIT_CORP: "for-corp",
      GIT_TOKEN_GIT_CORP_8443: "for-the-port",
      GIT_TOKEN_GIT__CORP: "for-the-dash",
    };
    variables = names;
    const tokens = async (url: string, owner: KeyPairOwner = team) =>
      (await ways(url, undefined, owner)).map(([, credential]) =>
        credential.kind === "token" ? credential.token : credential.kind,
      );

    assert.deepEqual(await tokens("https://git.corp/a/b"), ["for-corp", "none"]);
    assert.deepEqual(await tokens("https://git.corp:8443/a/b"), ["for-the-port", "none"]);
    assert.deepEqual(await tokens("https://git-corp/a/b"), ["for-the-dash", "none"]);
    assert.deepEqual(await tokens("https://git.corp.evil.example/a/b"), ["none"]);
    assert.deepEqual(await tokens("ssh://git@git.corp:2222/a/b"), []);
    assert.deepEqual(await tokens("https://git.corp/a/b", OWNER), ["none"]);
  });

  it("never ask GitHub, nor bring its token, for another host", async () => {
    asked.length = 0;

    await ways("https://github.com.evil.example/octo/hello", "9");
    await ways("https://github.com:8443/octo/hello", "9");
    await ways("ssh://git@github.com:2222/octo/hello", "9");

    assert.deepEqual(asked, []);
  });
});
