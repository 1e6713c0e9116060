import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { createGitHub } from "../../../src/adapters/github/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import type { Source, SourceProject } from "../../../src/core/source.ts";
import { listCloneAccess } from "../../../src/features/mirrors/access.ts";
import { createSource } from "../../../src/operations/source.ts";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { RunningClock, startMirrors, type MirrorWorld } from "../../features/mirrors/world.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const NEVER = new AbortController().signal;
const SCRIPT = "#!/bin/sh\necho deployed\n";

describe("a project's source, at GitHub", () => {
  let lab: GitHubLab;
  let store: TestStore;
  let world: MirrorWorld;
  let source: Source;
  beforeEach(async () => {
    const files = { "deploy.sh": SCRIPT, "public/index.html": "hello" };
    lab = await startGitHubLab({
      seed: {
        users: [{ login: "mira" }],
        orgs: [{ login: "octo", owners: ["mira"] }],
        repositories: [{ name: "octo/hello", private: true, files }, { name: "octo/open" }],
      },
    });
    const clock = new RunningClock();
    store = await openTestStore({ clock });
    const { host } = new URL(lab.webUrl);
    world = await startMirrors({ store, clock, host });
    const { id, privateKey, slug, clientId, clientSecret, webhookSecret } = lab.app;
    const { app, cloning, deploying } = createGitHub({
      ...{ appId: id, privateKey, slug, clientId, clientSecret, webhookSecrets: [webhookSecret] },
      ...{ apiUrl: lab.apiUrl, webUrl: lab.webUrl, version: "0.0.0", clock, log: silentLog },
      sleep: () => Promise.resolve(),
    });
    const { git } = world.made;
    const github = { host, app, cloning, deploying };
    source = createSource({
      ...{ mirrors: world.mirrors, git, github },
      listAccess: (url, owner) =>
        listCloneAccess(url, owner, { store, git, github, readVariables: async () => ({}) }),
    });
  });
  afterEach(async () => {
    await lab.close();
    await world.made.cleanup();
    await store.cleanup();
  });
  const project = (change: Partial<SourceProject> = {}): SourceProject => ({
    ...{ id: "p1", teamId: "t1", vcs: "github", repositoryUrl: `${lab.webUrl}/octo/hello`, defaultRef: "" },
    ...change,
  });
  const push = async (message: string, branch = "main"): Promise<string> =>
    (await lab.push("octo/hello", { by: "mira", branch, commits: [{ message }] })).headSha;
  const is = (code: Parameters<typeof isFault>[1]) => (error: unknown) => isFault(error, code);

  it("is looked at anew whenever a name is resolved", async () => {
    await lab.install("octo", "all");
    const first = await push("One");
    assert.deepEqual(await source.resolve(project(), "", NEVER), { kind: "branch", ref: "main", sha: first });

    const second = await push("Two");
    lab.tag("octo/hello", { name: "v1", headSha: first });

    assert.equal((await source.resolve(project(), "main", NEVER)).sha, second);
    assert.deepEqual(await source.resolve(project({ defaultRef: "v1" }), "", NEVER), {
      ...{ kind: "tag", ref: "v1", sha: first },
    });
    await assert.rejects(source.resolve(project(), "mian", NEVER), is("GIT_REF_UNKNOWN"));
    await assert.rejects(source.resolve(project(), "--all", NEVER), is("GIT_REF_MALFORMED"));
  });

  it("is said to be out of reach where the App isn't installed, unless it is public", async () => {
    await assert.rejects(source.resolve(project(), "", NEVER), is("GIT_REPOSITORY_UNREACHABLE"));
    const open = project({ repositoryUrl: `${lab.webUrl}/octo/open` });
    assert.equal((await source.resolve(open, "", NEVER)).ref, "main");
    const gone = project({ repositoryUrl: `${lab.webUrl}/octo/none` });
    await assert.rejects(source.resolve(gone, "", NEVER), is("GIT_REPOSITORY_UNREACHABLE"));
  });

  it("tells what lies between two commits, forwards, back, and after a forced push", async () => {
    await lab.install("octo", "all");
    const first = await push("One");
    const second = await push("Two");
    const compare = async (from: string, to: string) => {
      const { relation, commits, count, compareUrl } = await source.compare(
        project(),
        { from, to, most: 5 },
        NEVER,
      );
      return [
        relation,
        commits.map(({ subject }) => subject),
        count,
        compareUrl.slice(lab.webUrl.length, -40),
      ];
    };

    const compared = `/octo/hello/compare/${first}...`;
    assert.deepEqual(await compare(first, second), ["ahead", ["Two"], 1, compared]);
    assert.deepEqual(await compare(second, first), [
      "behind",
      ["Two"],
      1,
      `/octo/hello/compare/${second}...`,
    ]);
    assert.deepEqual(await compare("", first), [
      "ahead",
      ["One", "Initial commit"],
      2,
      "/octo/hello/commits/",
    ]);
    assert.deepEqual((await compare(first, first)).slice(0, 3), ["same", [], 0]);

    lab.moveBranch("octo/hello", { branch: "main", headSha: first });
    const other = await push("Another two");
    assert.equal((await source.resolve(project(), "main", NEVER)).sha, other);
    assert.deepEqual((await compare(second, other)).slice(0, 3), ["diverged", ["Another two"], 1]);
    assert.deepEqual((await compare("e".repeat(40), other)).slice(0, 3), ["unknown", [], 0]);
  });

  it("hands out a commit's files, and none of a commit that isn't there", async () => {
    await lab.install("octo", "all");
    const sha = await push("One");

    const tar = await source.withArchive(project(), sha, buffer, NEVER);

    assert.ok(tar.includes("public/index.html") && tar.includes(SCRIPT));
    await assert.rejects(
      source.withArchive(project(), "e".repeat(40), buffer, NEVER),
      is("GIT_COMMIT_MISSING"),
    );
    const files = { ".gitattributes": "*.psd filter=lfs\n" };
    const lfs = await lab.push("octo/hello", { by: "mira", commits: [{ message: "Big" }], files });
    await assert.rejects(
      source.withArchive(project(), lfs.headSha, buffer, NEVER),
      is("GIT_LFS_UNSUPPORTED"),
    );
  });

  it("says how its checks are: all of them, or those that are asked for by name", async () => {
    const sha = await push("One");
    const checks = (...required: readonly string[]) => source.findChecks(project(), sha, required, NEVER);
    assert.equal(await checks("build"), undefined);
    await lab.install("octo", "all");
    assert.deepEqual(await checks(), { state: "none", checks: [] });
    const run = (name: string, conclusion: "success" | "failure") =>
      lab.checkRun("octo/hello", { headSha: sha, name, status: "completed", conclusion });
    await run("build", "success");
    assert.deepEqual(await checks(), { state: "passed", checks: [] });
    await run("flaky", "failure");

    assert.equal((await checks())?.state, "failed");
    const flaky = { name: "flaky", state: "failed" };
    assert.deepEqual(await checks("build"), {
      ...{ state: "passed", checks: [{ name: "build", state: "passed" }, flaky] },
    });
    assert.deepEqual(await checks("build", "e2e"), {
      state: "pending",
      checks: [{ name: "build", state: "passed" }, { name: "e2e", state: "pending" }, flaky],
    });
  });

  it("has its deployments recorded there, where the App is installed", async () => {
    const sha = await push("One");
    const deployment = { key: "k", sha, ref: "main", environment: "production", description: "web-1" };
    const create = () => source.createDeployment(project(), deployment, NEVER);
    assert.equal(await create(), undefined);
    await lab.install("octo", "all");

    const id = (await create()) ?? "";
    await source.setDeploymentStatus(project(), id, { state: "success", description: "", logUrl: "" }, NEVER);

    const [made] = lab.deployments("octo/hello");
    assert.deepEqual([String(made?.id), made?.statuses.map(({ state }) => state)], [id, ["success"]]);
  });
});
