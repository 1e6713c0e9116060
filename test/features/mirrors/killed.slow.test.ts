import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { MINUTE } from "../../../src/core/clock.ts";
import { startGitHttpHost, type GitHttpHost } from "../../support/git/http-host.ts";
import { makeGitRepositories, type GitRepositories } from "../../support/git/repositories.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { until } from "../../support/until.ts";
import { aRequest, RunningClock, startMirrors, type MirrorWorld } from "./world.ts";

const POST_FOR_PACK = 3;

describe("a mirror whose process was killed", () => {
  let repositories: GitRepositories;
  let host: GitHttpHost;
  let store: TestStore;
  let clock: RunningClock;
  let world: MirrorWorld;
  beforeEach(async () => {
    repositories = await makeGitRepositories();
    host = await startGitHttpHost(repositories.root);
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

  it("is made by the next who wants it, and nothing of the first attempt stays", async () => {
    const sha = await repositories.create("octo/hello");
    let posts = 0;
    host.answer = (request, response) => {
      if (request.method === "POST") posts += 1;
      // Twice it is asked for the references; the pack never comes.
      if (posts < POST_FOR_PACK) host.serve(request, response);
    };
    const killed = spawn(
      process.execPath,
      [
        path.join(import.meta.dirname, "clone-and-be-killed.ts"),
        ...[store.url, world.made.cloneRoot, host.host, "octo/hello"],
      ],
      { stdio: ["ignore", "inherit", "inherit"] },
    );
    await until(() => posts === POST_FOR_PACK);

    killed.kill("SIGKILL");
    await once(killed, "exit");
    host.answer = undefined;
    const unfinished = path.join(world.made.cloneRoot, ".unfinished");
    assert.ok((await readdir(unfinished)).length > 0);
    const url = `http://${host.host}/octo/hello`;
    const workerId = await world.made.git.getWorkerId();
    const row = await store.read(({ mirrors }) => mirrors.find(workerId, url));
    assert.equal(row?.state, "cloning");
    // The dead one's lease.
    clock.pass(2 * MINUTE);
    const mirror = await world.mirrors.ensure(aRequest(url, { sha }));
    await world.mirrors.sweep();

    assert.equal(await readFile(path.join(mirror.path, "HEAD"), "utf8"), "ref: refs/heads/main\n");
    assert.deepEqual(await readdir(unfinished), []);
    const after = await store.read(({ mirrors }) => mirrors.find(workerId, url));
    assert.equal(after?.state, "ready");
  });
});
