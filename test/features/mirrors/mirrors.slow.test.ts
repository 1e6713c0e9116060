import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { GitProgress } from "../../../src/adapters/git/index.ts";
import type { MirrorRecord } from "../../../src/adapters/store/index.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { isFault } from "../../../src/core/errors.ts";
import { startGitHttpHost, type GitHttpHost } from "../../support/git/http-host.ts";
import { makeGitRepositories, type GitRepositories } from "../../support/git/repositories.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { until } from "../../support/until.ts";
import { aRequest, LOGIN, RunningClock, startMirrors, type MirrorWorld } from "./world.ts";

describe("mirrors", () => {
  let repositories: GitRepositories;
  let host: GitHttpHost;
  let store: TestStore;
  let clock: RunningClock;
  let world: MirrorWorld;
  let first: string;
  beforeEach(async () => {
    repositories = await makeGitRepositories();
    first = await repositories.create("octo/hello");
    host = await startGitHttpHost(repositories.root, LOGIN);
    clock = new RunningClock();
    store = await openTestStore({ clock });
    world = await startMirrors({ store, clock, host: host.host });
  });
  afterEach(async () => {
    await host.close();
    await world.made.cleanup();
    await store.cleanup();
    await repositories.cleanup();
  });
  const url = (name = "octo/hello"): string => `http://${host.host}/${name}`;
  const listRows = async (): Promise<readonly MirrorRecord[]> => {
    const workerId = await world.made.git.getWorkerId();
    return store.read(({ mirrors }) => mirrors.listByWorker(workerId, { limit: 100 }));
  };
  const rowOf = async (name = "octo/hello"): Promise<MirrorRecord | undefined> =>
    (await listRows()).find(({ repositoryUrl }) => repositoryUrl === url(name));
  const verbsOf = async ({ id }: Pick<MirrorRecord, "id">): Promise<readonly string[]> => {
    const events = await store.read((reads) => reads.events.listByEntity("mirror", id, { limit: 20 }));
    return events.map(({ verb }) => verb).toReversed();
  };
  const asked = (): number => host.seen.length;
  const isCode = (code: Parameters<typeof isFault>[1]) => (error: unknown) => isFault(error, code);

  it("are made once for all who want them at once, and tell of git's progress", async () => {
    const progress: GitProgress[] = [];
    const other = await startMirrors({ store, clock, host: host.host, cloneRoot: world.made.cloneRoot });
    const requests = [world, world, other].map(({ mirrors }) =>
      mirrors.ensure(aRequest(url(), { sha: first, onProgress: (one) => progress.push(one) })),
    );

    const [mirror, ...same] = await Promise.all(requests);

    assert.equal(mirror?.head, "main");
    assert.ok(same.every((one) => one.path === mirror.path));
    assert.ok(progress.some(({ phase, percent }) => phase === "Receiving objects" && percent === 100));
    const row = await rowOf();
    assert.deepEqual([row?.state, row?.lastError], ["ready", ""]);
    assert.ok((row?.bytes ?? 0) > 100);
    assert.deepEqual(await verbsOf(row ?? { id: "" }), ["queued", "cloning", "ready"]);
  });

  it("ask the host only for what they lack", async () => {
    await world.mirrors.ensure(aRequest(url()));
    const before = asked();
    await world.mirrors.ensure(aRequest(url(), { sha: first }));
    await world.mirrors.ensure(aRequest(url()));
    assert.equal(asked(), before);

    const second = await repositories.commit("octo/hello");
    const { path: folder } = await world.mirrors.ensure(aRequest(url(), { sha: second }));

    assert.ok(asked() > before);
    assert.ok((await readdir(folder)).includes("packed-refs") || (await readdir(folder)).includes("refs"));
    await assert.rejects(
      world.mirrors.ensure(aRequest(url(), { sha: "0".repeat(40) })),
      isCode("GIT_COMMIT_MISSING"),
    );
    await assert.rejects(
      world.mirrors.ensure(aRequest(url(), { sha: "--help" })),
      isCode("GIT_COMMIT_MISSING"),
    );
    assert.equal((await rowOf())?.state, "ready");
  });

  it("follow a push at once", async () => {
    await world.mirrors.ensure(aRequest(url()));
    const headAt = (await rowOf())?.headAt;
    const second = await repositories.commit("octo/hello");

    clock.pass(MINUTE);
    await world.mirrors.ensure(aRequest(url(), { fetch: "always" }));

    const { git } = world.made;
    assert.equal(await git.hasCommit(git.parseUrl(url()), second), true);
    assert.ok(headAt !== undefined && ((await rowOf())?.headAt ?? headAt) > headAt);
    assert.deepEqual(
      [await world.mirrors.isKept(url()), await world.mirrors.isKept(url("a/b"))],
      [true, false],
    );
  });

  it("are nobody's whom the host doesn't let in, though they are there", async () => {
    await world.mirrors.ensure(aRequest(url()));
    const stranger = { kind: "token", username: "x-access-token", token: "another" } as const;

    const refused = world.mirrors.ensure(aRequest(url(), { credential: stranger, sha: first }));

    await assert.rejects(refused, isCode("GIT_REPOSITORY_UNREACHABLE"));
    await assert.rejects(
      world.mirrors.ensure(aRequest(url(), { credential: { kind: "none" } })),
      isCode("GIT_REPOSITORY_UNREACHABLE"),
    );
    assert.equal((await rowOf())?.state, "ready");
    const before = asked();
    clock.pass(11 * MINUTE);
    await world.mirrors.ensure(aRequest(url(), { sha: first }));
    assert.ok(asked() > before);
  });

  it("that fail say why, and are tried again", async () => {
    await assert.rejects(
      world.mirrors.ensure(aRequest(url("octo/late"))),
      isCode("GIT_REPOSITORY_UNREACHABLE"),
    );
    const failed = await rowOf("octo/late");
    assert.equal(failed?.state, "failed");
    assert.match(failed.lastError, /doesn't let me read it/);

    await repositories.create("octo/late");
    await world.mirrors.ensure(aRequest(url("octo/late")));

    const row = await rowOf("octo/late");
    assert.deepEqual([row?.state, row?.lastError], ["ready", ""]);
    assert.deepEqual(await verbsOf(failed), ["queued", "failed", "cloning", "ready"]);
    await assert.rejects(world.mirrors.ensure(aRequest("ext::sh -c id")), isCode("GIT_URL_MALFORMED"));
    assert.equal((await listRows()).length, 1);
  });

  it("that are stopped go on where others take them up", async () => {
    const controller = new AbortController();
    await repositories.create("octo/slow");
    const stopped = world.mirrors.ensure(
      aRequest(url("octo/slow"), {
        signal: controller.signal,
        onProgress: () => controller.abort(new Error("stop")),
      }),
    );

    await assert.rejects(stopped, /stop/);
    assert.equal((await rowOf("octo/slow"))?.state, "cloning");

    await world.mirrors.ensure(aRequest(url("octo/slow")));
    assert.equal((await rowOf("octo/slow"))?.state, "ready");
    assert.deepEqual(await readdir(path.join(world.made.cloneRoot, ".unfinished")), []);
  });

  it("make room for others by use, but not those in use", async () => {
    const bytes = 300_000;
    for (const name of ["octo/a", "octo/b", "octo/c"]) {
      await repositories.create(name);
      await repositories.commit(name, { bytes: randomBytes(bytes) });
    }
    const small = await startMirrors({
      ...{ store, clock, host: host.host, cloneRoot: world.made.cloneRoot },
      quotaBytes: 2.5 * bytes,
    });
    const names = async (): Promise<readonly string[]> =>
      (await listRows()).map(({ repositoryUrl }) => repositoryUrl.slice(-1)).toSorted();
    await small.mirrors.ensure(aRequest(url("octo/a")));
    await small.mirrors.ensure(aRequest(url("octo/b")));
    clock.pass(HOUR);
    await small.mirrors.ensure(aRequest(url("octo/a")));

    await small.mirrors.ensure(aRequest(url("octo/c")));

    assert.deepEqual(await names(), ["a", "c"]);
    const { git } = small.made;
    assert.equal(await git.hasMirror(git.parseUrl(url("octo/b"))), false);
    await small.mirrors.ensure(aRequest(url("octo/b")));
    assert.deepEqual(await names(), ["a", "b", "c"]);
    clock.pass(HOUR);
    await small.mirrors.sweep();
    assert.deepEqual(await names(), ["b", "c"]);
  });

  it("refuse what is larger than all that may be kept", async () => {
    await repositories.commit("octo/hello", { bytes: randomBytes(300_000) });
    const small = await startMirrors({
      ...{ store, clock, host: host.host, cloneRoot: world.made.cloneRoot },
      quotaBytes: 100_000,
    });

    await assert.rejects(small.mirrors.ensure(aRequest(url())), isCode("GIT_REPOSITORY_TOO_LARGE"));

    assert.equal((await rowOf())?.state, "failed");
    assert.equal(await world.made.git.countBytes(world.made.git.parseUrl(url())), 0);
  });

  it("go a day after nobody needs them", async () => {
    for (const name of ["octo/tracked", "octo/project"]) {
      await repositories.create(name);
      await world.mirrors.ensure(aRequest(url(name)));
    }
    await world.mirrors.ensure(aRequest(url()));
    await store.transaction(async (tx) => {
      const person = { tenantId: "t", teamsUserId: "29:a", aadObjectId: "a", displayName: "A" };
      const { id } = await tx.users.ensure(person);
      const place = { ghRepoId: "1", owner: "octo", name: "tracked", url: url("octo/tracked") };
      await tx.trackedRepositories.track(id, [place]);
    });
    const { mirrors } = await startMirrors({
      ...{ store, clock, host: host.host, cloneRoot: world.made.cloneRoot },
      needed: new Set([url("octo/project")]),
    });
    const hello = await rowOf();

    await mirrors.sweep();
    assert.equal((await listRows()).length, 3);
    clock.pass(DAY + MINUTE);
    await mirrors.sweep();

    assert.deepEqual(
      (await listRows()).map(({ repositoryUrl }) => repositoryUrl),
      [url("octo/tracked"), url("octo/project")],
    );
    assert.deepEqual((await verbsOf(hello ?? { id: "" })).at(-1), "removed");
    await world.mirrors.ensure(aRequest(url(), { sha: first }));
  });

  it("stay while work reads from them", async () => {
    const time = new ManualTime();
    const { mirrors } = await startMirrors({
      ...{ store, clock, host: host.host, cloneRoot: world.made.cloneRoot, timers: time },
    });
    const usedAt = async (): Promise<number> => (await rowOf())?.lastUsedAt.getTime() ?? 0;

    const read = await mirrors.use(aRequest(url(), { sha: first }), async (mirror) => {
      const before = await usedAt();
      clock.pass(HOUR);
      await time.advance(6 * MINUTE);
      await until(async () => (await usedAt()) >= before + HOUR);
      return readdir(mirror.path);
    });

    assert.ok(read.includes("HEAD"));
    const after = await usedAt();
    clock.pass(HOUR);
    await time.advance(HOUR);
    assert.equal(await usedAt(), after);
  });
});
